"""What who sent an upload does with it later: finds it again, extends it, makes another of it."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.responses import body_of
from tests.uploads.originals import original_of, stored
from tests.uploads.owning import own
from uploads.models import Upload
from uploads.tasks import process_picture


@pytest.fixture
def mine(send, client):
    upload = send().upload
    process_picture(upload.pictures.get().pk)
    own(client, upload)
    return upload


def test_the_list_holds_what_this_browser_sent_alone(client, mine, send):
    other = send().upload

    page = client.get("/mine/").content.decode()

    assert f'href="/r/{mine.slug}/"' in page
    assert f'src="/r/{mine.slug}/1/thumbnail"' in page
    assert "1 picture" in page
    assert other.slug not in page


def test_the_time_left_is_told_by_its_largest_unit(client, mine):
    Upload.objects.update(expires_at=timezone.now() + timedelta(hours=5, minutes=59, seconds=59))

    assert "Deleted in 5\xa0hours." in client.get("/mine/").content.decode()


def test_of_a_clip_the_list_shows_a_sign(client, send, film):
    upload = send({"clip.mp4": film}, [{"op": "faces"}]).upload
    upload.pictures.update(state="done", result="clip.mp4")
    own(client, upload)

    page = client.get("/mine/").content.decode()

    assert '<img src="/r/' not in page
    assert "own-clip" in page


def test_what_is_gone_is_not_listed(client, mine):
    Upload.objects.update(expires_at=timezone.now())

    assert mine.slug not in client.get("/mine/").content.decode()


def test_without_any_the_list_leads_to_the_upload_page(client, db):
    assert b"Nothing yet." in client.get("/mine/").content


def test_who_holds_a_wrong_token_has_nothing_listed(client, send):
    upload = send().upload
    own(client, upload)
    Upload.objects.update(delete_token_hash="another")

    assert upload.slug not in client.get("/mine/").content.decode()


@pytest.mark.parametrize("seconds", [3600, 7 * 86_400])
def test_a_life_is_shortened_and_extended(client, mine, seconds):
    client.post(f"/r/{mine.slug}/lifetime", {"expires_in": seconds})

    mine.refresh_from_db()
    left = mine.expires_at - timezone.now()
    assert timedelta(seconds=seconds - 60) < left <= timedelta(seconds=seconds)


def test_no_life_is_longer_than_any_may_be(client, mine, settings):
    begun = timezone.now() - timedelta(days=20)
    Upload.objects.update(created_at=begun)

    client.post(f"/r/{mine.slug}/lifetime", {"expires_in": 30 * 86_400})

    mine.refresh_from_db()
    assert mine.expires_at == begun + timedelta(seconds=settings.MAX_UPLOAD_EXPIRES_IN_S)


@pytest.mark.parametrize("seconds", ["", "7", "x"])
def test_a_life_that_is_not_offered_is_refused(client, mine, seconds):
    response = client.post(f"/r/{mine.slug}/lifetime", {"expires_in": seconds}, follow=True)

    before = mine.expires_at
    mine.refresh_from_db()
    assert mine.expires_at == before
    assert b"could not be understood" in response.content


def test_the_same_pictures_become_another_upload_with_other_effects(client, mine):
    response = client.post(
        f"/r/{mine.slug}/again", {"recipe": ["sepia"], "expires_in": 3600}, follow=True
    )

    other = Upload.objects.exclude(pk=mine.pk).get()
    assert response.redirect_chain == [(f"/r/{other.slug}/", 303)]
    assert other.recipe[0]["op"] == "sepia"
    first, second = (upload.pictures.get() for upload in (mine, other))
    assert (second.name, second.cost) == (first.name, first.cost)
    assert original_of(second) == original_of(first)
    assert stored(second) != stored(first)
    assert b"Your pictures" in response.content


def test_the_form_begins_with_what_was_chosen_before(client, send):
    upload = send(recipe=[{"op": "blur", "radius": 7}]).upload
    own(client, upload)

    page = client.get(f"/r/{upload.slug}/again").content.decode()

    assert 'value="blur" checked' in page
    assert 'name="blur-radius" value="7' in page


def test_without_an_effect_the_form_says_so(client, mine):
    response = client.post(f"/r/{mine.slug}/again", {})

    assert response.status_code == 400
    assert b"Choose at least one effect" in response.content


def test_originals_that_storage_does_not_give_are_told(client, mine):
    default_storage.delete(mine.pictures.get().original)

    response = client.post(f"/r/{mine.slug}/again", {"recipe": ["sepia"]})

    assert response.status_code == 503
    assert Upload.objects.count() == 1


@pytest.mark.parametrize("tail", ["lifetime", "again"])
def test_a_stranger_does_none_of_it(client, send, tail):
    upload = send().upload

    response = client.post(f"/r/{upload.slug}/{tail}", {"recipe": ["sepia"], "expires_in": 3600})

    assert response.status_code == 404
    assert Upload.objects.count() == 1


def test_the_link_is_shown_as_a_code_and_a_deletion_link_is_offered(client, mine):
    page = client.get(mine.get_absolute_url()).content.decode()

    token = client.session["delete_tokens"][mine.slug]
    assert 'src="data:image/svg+xml' in page
    assert f"http://testserver/r/{mine.slug}/delete#{token}" in page


def test_a_result_that_is_made_again_is_served(client, mine):
    client.post(f"/r/{mine.slug}/again", {"recipe": ["grayscale"]})
    other = Upload.objects.exclude(pk=mine.pk).get()
    process_picture(other.pictures.get().pk)

    assert body_of(client.get(f"/r/{other.slug}/1/result"))
