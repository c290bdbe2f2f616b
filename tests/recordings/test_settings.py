"""The page of a camera's recording settings."""

import pytest
from django.db import connection

from recordings.models import RecordingSettings


def settings_form(**changed):
    empty = dict.fromkeys(("recipe", "max_days", "max_mb", "webhook_url", "webhook_secret"), "")
    return {**empty, "max_recordings": 30_000, "notify_email": "", **changed}


def test_staff_sets_what_is_kept_of_a_camera(staff, camera):
    address = "/cameras/door/recordings/settings/"

    answer = staff.post(
        address, settings_form(max_days=30, recipe='[{"op": "grayscale"}]', draw_boxes="on")
    )

    assert answer.status_code == 303
    recording_settings = RecordingSettings.objects.get()
    assert (recording_settings.camera, recording_settings.max_days, recording_settings.max_mb) == (
        camera,
        30,
        None,
    )
    assert (recording_settings.recipe, recording_settings.draw_boxes) == (
        [{"op": "grayscale"}],
        True,
    )
    assert 'value="30"' in staff.get(address).content.decode()


def test_a_webhook_gets_a_secret_and_neither_is_readable_in_the_database(staff, camera, db):
    staff.post(
        "/cameras/door/recordings/settings/",
        settings_form(webhook_url="https://example.org/h?k=1"),
    )

    recording_settings = RecordingSettings.objects.get()
    (row,) = RecordingSettings.objects.raw(
        "SELECT camera_id, webhook_url AS raw FROM recordings_recordingsettings"
    )
    assert (recording_settings.webhook_url, len(recording_settings.webhook_secret)) == (
        "https://example.org/h?k=1",
        43,
    )
    assert "example" not in row.raw


@pytest.fixture
def unreadable(camera):
    """A webhook that was stored with another SECRET_KEY; gives what is stored of it now."""
    RecordingSettings.objects.create(camera=camera)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE recordings_recordingsettings SET webhook_url = 'url', webhook_secret = 'key'"
        )

    def stored():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT max_days, webhook_url, webhook_secret FROM recordings_recordingsettings"
            )
            return cursor.fetchone()

    return stored


def test_a_webhook_that_cannot_be_read_is_said_to_be_and_kept(staff, unreadable):
    address = "/cameras/door/recordings/settings/"

    page = staff.get(address).content.decode()
    answer = staff.post(address, settings_form(max_days=30))

    assert page.count("cannot be read with the current SECRET_KEY") == 2
    assert (answer.status_code, unreadable()) == (303, (30, "url", "key"))


def test_a_new_webhook_needs_a_secret_that_can_be_read(staff, unreadable):
    address, url = "/cameras/door/recordings/settings/", "https://example.org/h"

    without = staff.post(address, settings_form(webhook_url=url))
    staff.post(address, settings_form(webhook_url=url, webhook_secret="new"))

    assert without.context["form"].errors.keys() == {"webhook_secret"}
    saved = RecordingSettings.objects.get()
    assert (saved.webhook_url, saved.webhook_secret) == (url, "new")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recipe", '[{"op": "dance"}]'),
        ("recipe", "{"),
        ("webhook_url", "ftp://example.org/"),
        ("webhook_url", "https://user:password@example.org/"),
        ("webhook_url", "https://[bad/"),
        ("notify_email", "nobody"),
        ("max_recordings", "-1"),
    ],
)
def test_a_setting_that_makes_no_sense_is_explained(staff, camera, field, value):
    answer = staff.post("/cameras/door/recordings/settings/", settings_form(**{field: value}))

    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {field}
    assert not RecordingSettings.objects.exists()


def test_a_site_without_a_mail_server_says_so(staff, camera, settings):
    without = staff.get("/cameras/door/recordings/settings/").content.decode()
    settings.EMAIL_HOST = "mail.example.org"
    with_one = staff.get("/cameras/door/recordings/settings/").content.decode()

    assert ("SMTP_HOST" in without, "SMTP_HOST" in with_one) == (True, False)


def test_recording_settings_are_for_staff(client, public_camera):
    assert client.get("/cameras/door/recordings/settings/").status_code == 403
    assert client.post("/cameras/door/recordings/settings/", settings_form()).status_code == 403


def test_quiet_hours_are_kept_and_shown_again(staff, camera):
    address = "/cameras/door/recordings/settings/"

    answer = staff.post(address, settings_form(quiet_from="22:00", quiet_to="06:30"))

    assert answer.status_code == 303
    page = staff.get(address).content.decode()
    assert 'value="22:00"' in page
    assert 'value="06:30"' in page


@pytest.mark.parametrize("quiet_to", ["", "22:00"])
def test_quiet_hours_need_two_different_times(staff, camera, quiet_to):
    address = "/cameras/door/recordings/settings/"

    answer = staff.post(address, settings_form(quiet_from="22:00", quiet_to=quiet_to))

    assert answer.status_code == 400
    assert not RecordingSettings.objects.exists()
