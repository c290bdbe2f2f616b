"""Links that ask for a password, or show their pictures once; and how often a page was opened."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.rate_limits import RateLimit
from core.redis_client import redis_client
from tests.responses import body_of
from tests.uploads.owning import own
from uploads.lifetime import live_on
from uploads.models import Upload

TAILS = ["1/result", "1/preview", "1/thumbnail", "pictures.zip"]


@pytest.fixture
def guarded(closed):
    return closed(password="open sesame")


@pytest.fixture
def once(closed):
    return closed(is_once=True)


def press(client, upload, **fields):
    return client.post(f"/r/{upload.slug}/open", fields)


def test_the_right_password_opens_the_page_and_the_pictures(client, guarded):
    page = client.get(guarded.get_absolute_url()).content.decode()
    assert 'type="password"' in page
    assert "preview" not in page

    response = press(client, guarded, password="open sesame")

    assert (response.status_code, response["Location"]) == (303, guarded.get_absolute_url())
    assert b"1/preview" in client.get(guarded.get_absolute_url()).content
    assert body_of(client.get(f"/r/{guarded.slug}/1/result"))


def test_a_wrong_password_is_told_and_opens_nothing(client, guarded):
    response = press(client, guarded, password="simsalabim")

    assert response.status_code == 403
    assert b"This is not the password" in response.content
    assert b"1/preview" not in client.get(guarded.get_absolute_url()).content


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("kind", ["guarded", "once"])
def test_without_opening_no_address_gives_a_picture(client, request, kind, tail):
    upload = request.getfixturevalue(kind)

    assert client.get(f"/r/{upload.slug}/{tail}").status_code == 404


def test_who_sent_it_is_not_asked(client, guarded):
    own(client, guarded)

    page = client.get(guarded.get_absolute_url()).content.decode()

    assert "Your pictures" in page
    assert "this link and the password" in page
    assert client.get(f"/r/{guarded.slug}/1/result").status_code == 200


def test_the_password_is_stored_as_a_hash_alone(guarded):
    fields = Upload.objects.filter(pk=guarded.pk).values().get()

    assert "open sesame" not in str(fields)


def test_wrong_passwords_are_counted_for_each_link_wherever_they_come_from(
    client, guarded, settings
):
    redis_client().flushdb()
    settings.RATE_LIMIT = True
    settings.RATE_LIMITS = {
        **settings.RATE_LIMITS,
        "passwords": RateLimit(burst=2, per_minute=1),
    }

    for _ in range(2):
        assert press(Client(), guarded, password="wrong").status_code == 403
    response = press(client, guarded, password="open sesame")

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_what_is_seen_once_is_seen_by_the_first_who_presses(client, once):
    first, second = client, Client()
    assert b"Show the pictures" in second.get(once.get_absolute_url()).content

    press(first, once)

    assert body_of(first.get(f"/r/{once.slug}/1/result"))
    assert second.get(once.get_absolute_url()).status_code == 404
    assert press(second, once).status_code == 404
    assert second.get(f"/r/{once.slug}/1/result").status_code == 404


def test_fetching_the_link_does_not_use_up_the_one_view(client, once):
    for _ in range(3):
        assert client.get(once.get_absolute_url()).status_code == 200

    once.refresh_from_db()
    assert once.opened_at is None
    assert once.views == 0


def test_once_opened_it_is_gone_in_ten_minutes_and_lives_no_longer(client, once):
    press(client, once)

    once.refresh_from_db()
    left = once.expires_at - timezone.now()
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)
    before = once.expires_at
    live_on(once, 86_400)
    assert once.expires_at == before


def test_a_life_that_ends_sooner_is_not_extended_by_the_view(client, once):
    soon = timezone.now() + timedelta(minutes=2)
    Upload.objects.update(expires_at=soon)

    press(client, once)

    once.refresh_from_db()
    assert once.expires_at == soon


def test_the_one_view_waits_for_the_pictures(client, once):
    once.pictures.update(state="running")

    page = client.get(once.get_absolute_url()).content
    response = press(client, once)

    assert b"still being processed" in page
    assert response.status_code == 409
    once.refresh_from_db()
    assert once.opened_at is None


def test_both_together_ask_for_the_password_first(client, closed):
    upload = closed(password="open sesame", is_once=True)

    assert press(client, upload, password="wrong").status_code == 403
    upload.refresh_from_db()
    assert upload.opened_at is None
    press(client, upload, password="open sesame")

    upload.refresh_from_db()
    assert upload.opened_at is not None


def test_opening_an_open_link_leads_to_its_page(client, closed):
    upload = closed()

    assert press(client, upload)["Location"] == upload.get_absolute_url()


def test_the_form_sets_both(client, db, jpeg):
    fields = {"files": SimpleUploadedFile("a.jpg", jpeg), "recipe": ["grayscale"]}

    client.post("/", {**fields, "password": "open sesame", "once": "on"})

    upload = Upload.objects.get()
    assert upload.is_once
    assert upload.password_hash
    assert not client.post("/", {**fields, "password": "x" * 129}).has_header("Location")
