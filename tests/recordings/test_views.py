"""One recording: looked at, saved, shared, deleted."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from recordings.models import Recording, ShareLink
from tests.responses import body_of


@pytest.fixture
def page(recording):
    return f"/cameras/door/recordings/{recording.pk}/"


def test_boxes_lie_above_the_picture_and_can_be_switched_off(client, public_camera, recording_of):
    box = {"x": 1, "y": 2, "width": 30, "height": 40, "score": 2}
    recording = recording_of(public_camera, boxes=[box], comment="<b>hello</b>")

    page = client.get(recording.get_absolute_url()).content.decode()

    assert '<svg viewBox="0 0 64 48"' in page
    assert '<rect x="1" y="2" width="30" height="40"/>' in page
    assert 'type="checkbox" id="boxes" checked' in page
    assert "&lt;b&gt;hello&lt;/b&gt;" in page


def test_the_time_is_that_of_the_sites_zone(client, public_camera, recording_of, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    recording = recording_of(public_camera)

    assert "21:00:00 JST" in client.get(recording.get_absolute_url()).content.decode()


def test_the_recording_before_and_the_one_after_are_linked(client, public_camera, recording_of):
    first, second, third = (recording_of(public_camera, at_s) for at_s in range(3))

    page = client.get(second.get_absolute_url()).content.decode()

    assert re.search(rf'rel="prev" href="[^"]*/{third.pk}/"', page)
    assert re.search(rf'rel="next" href="[^"]*/{first.pk}/"', page)


def test_the_picture_is_shown_or_saved_under_camera_and_time(
    client, public_camera, recording, page
):
    shown, saved = client.get(f"{page}image/"), client.get(f"{page}image/?download")

    with default_storage.open(recording.image) as file:
        assert body_of(shown) == file.read()
    assert shown["Content-Disposition"] == 'inline; filename="door-2026-11-20-120000.jpg"'
    assert saved["Content-Disposition"].startswith("attachment")


def test_what_led_up_to_it_is_shown_where_it_is_known(client, public_camera, recording_of):
    known, unknown = recording_of(public_camera, has_before=True), recording_of(public_camera)

    assert "just before" in client.get(known.get_absolute_url()).content.decode()
    assert client.get(f"{known.get_absolute_url()}before/").status_code == 200
    assert "just before" not in client.get(unknown.get_absolute_url()).content.decode()
    assert client.get(f"{unknown.get_absolute_url()}before/").status_code == 404


def test_a_picture_whose_file_is_gone_is_not_found(client, public_camera, recording, page):
    default_storage.delete(recording.image)

    assert client.get(f"{page}image/").status_code == 404


def test_staff_deletes_a_recording_and_its_files(staff, recording, page, stored):
    answer = staff.post(f"{page}delete/")

    assert (answer.status_code, answer["Location"]) == (
        303,
        "/cameras/door/recordings/?day=2026-11-20",
    )
    assert (Recording.objects.count(), stored()) == (0, [])
    assert staff.get(page).status_code == 404


@pytest.mark.parametrize("action", ["delete/", "share/"])
def test_others_may_not_and_learn_nothing_of_private_cameras(client, public_camera, page, action):
    assert client.post(f"{page}{action}", {"lives_s": 3600}).status_code == 403

    public_camera.visibility = "private"
    public_camera.save()
    assert client.post(f"{page}{action}", {"lives_s": 3600}).status_code == 404
    assert (Recording.objects.count(), ShareLink.objects.count()) == (1, 0)


def test_others_see_no_buttons_that_are_for_staff(client, public_camera, page, staff):
    mine, theirs = client.get(page).content.decode(), staff.get(page).content.decode()

    for address in ("delete/", "share/"):
        assert f"{page}{address}" not in mine
        assert f"{page}{address}" in theirs


def test_a_link_shows_one_picture_of_a_private_camera_to_whoever_has_it(client, staff, page):
    assert staff.post(f"{page}share/", {"lives_s": 3600}).status_code == 303
    address = re.search(r'value="http://testserver(/s/[^"]+)"', staff.get(page).content.decode())[1]

    shared = client.get(address).content.decode()

    assert "12:00:00 UTC" in shared
    assert "Door" not in shared
    assert "/cameras/door" not in shared
    assert body_of(client.get(f"{address}image/")).startswith(b"\xff\xd8")
    assert client.get(page).status_code == 404


def test_a_link_is_not_to_be_guessed(recording):
    expires_at = timezone.now() + timedelta(hours=1)
    tokens = {
        ShareLink.objects.create(recording=recording, expires_at=expires_at).token for _ in range(9)
    }

    assert len(tokens) == 9
    assert all(len(token) >= 22 for token in tokens)


def test_unknown_expired_ended_and_deleted_are_the_same_404(client, staff, recording, page):
    def new():
        return ShareLink.objects.create(
            recording=recording, expires_at=timezone.now() + timedelta(hours=1)
        )

    expired, ended = new(), new()
    ShareLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    staff.post(f"{page}shares/{ended.pk}/end/")
    deleted = new()
    staff.post(f"{page}delete/")

    answers = [
        client.get(f"/s/{token}/{part}")
        for token in ("A" * 22, expired.token, ended.token, deleted.token)
        for part in ("", "image/")
    ]
    assert [answer.status_code for answer in answers] == [404] * 8
    words = [re.search("<h1.*</h1>", answer.content.decode())[0] for answer in answers]
    assert "It may have expired or been deleted." in words[0]
    assert len(set(words)) == 1


@pytest.mark.parametrize("lives_s", ["", "-1", "99999999", "x"])
def test_a_link_lives_as_long_as_one_of_the_choices(staff, page, lives_s):
    assert staff.post(f"{page}share/", {"lives_s": lives_s}).status_code == 400
    assert not ShareLink.objects.exists()
