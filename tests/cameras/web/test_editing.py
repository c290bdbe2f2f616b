"""Staff adds, changes, switches and removes cameras; nobody else does."""

import html
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from cameras import keys
from cameras.live.desired import desired_of
from cameras.models import Camera
from core.redis_client import redis_client
from tests.cameras import fake_capture

ADDRESS = "rtsp://admin:geheim@192.168.1.20:554/secret/path?key=1"
DEFAULTS = {
    "name": "Garden",
    "slug": "garden",
    "visibility": "private",
    "face_style": "mosaic",
    "rotation": "0",
    "fps": "15",
    "preview_width": "640",
    "preview_quality": "80",
    "motion_threshold": "0.15",
    "motion_quiet_s": "1",
}


def text_of(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def secret(db):
    return Camera.objects.create(name="Garden", slug="garden", source=ADDRESS)


def test_staff_adds_a_camera_and_switches_it_on(admin_client, db):
    response = admin_client.post("/cameras/new/", {**DEFAULTS, "source": "demo:", "is_on": "on"})

    camera = Camera.objects.get()
    assert (response.status_code, response["Location"]) == (303, "/cameras/garden/")
    assert (camera.source, camera.is_on, camera.visibility) == ("demo:", True, "private")


def test_the_certificate_that_a_camera_shows_can_be_accepted(admin_client, secret):
    shown, other = "a1" * 32, "b2" * 32
    Camera.objects.update(is_on=True)
    status = {"state": "offline", "reason": "certificate", "certificate": shown}
    status["version"] = str(secret.version)
    redis_client().hset(
        keys.status(secret.pk), items=[part for pair in status.items() for part in pair]
    )

    assert f"accept {shown}" in text_of(admin_client.get("/cameras/garden/edit/"))
    refused = admin_client.post("/cameras/garden/edit/", DEFAULTS | {"certificate": other})
    accepted = admin_client.post("/cameras/garden/edit/", DEFAULTS | {"certificate": shown})

    assert (refused.status_code, accepted.status_code) == (400, 303)
    secret.refresh_from_db()
    assert secret.certificate == shown
    assert f"accept {shown}" in text_of(admin_client.get("/cameras/garden/edit/"))


def test_where_there_is_no_certificate_to_accept_none_is_asked_for(admin_client, secret):
    assert "ertificate" not in text_of(admin_client.get("/cameras/garden/edit/"))
    assert admin_client.post("/cameras/garden/edit/", DEFAULTS).status_code == 303


def test_a_new_camera_gets_an_address_nobody_guesses(admin_client, db):
    first, second = (
        admin_client.get("/cameras/new/").context["form"]["slug"].value() for _ in range(2)
    )

    assert first != second
    assert len(first) == 22


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("source", "", "Where do the pictures come from?"),
        ("source", "file:///etc/passwd", "There is no such file"),
        ("source", "http://169.254.169.254/latest", "No camera lives at this address."),
        ("source", "192.168.1.20", "write http://192.168.1.20 or rtsp://192.168.1.20"),
        ("source", "usb:999999999999999999", "Not a camera source."),
        ("name", "Garden\ndoor", "Write this in one line."),
        ("slug", "new", "choose another"),
        ("fps", "0", "greater than or equal to 0.1"),
    ],
)
def test_a_camera_that_cannot_be_is_explained(admin_client, db, field, value, words):
    response = admin_client.post("/cameras/new/", {**DEFAULTS, "source": "demo:", field: value})

    assert response.status_code == 400
    assert words in text_of(response)
    assert not Camera.objects.exists()


def test_a_source_is_stored_encrypted_and_shown_as_kind_and_host_alone(admin_client, secret):
    with connection.cursor() as cursor:
        stored = cursor.execute("SELECT source FROM cameras_camera").fetchone()[0]
    assert "geheim" not in stored

    for path in (
        "/cameras/",
        "/cameras/garden/",
        "/cameras/garden/edit/",
        "/cameras/garden/remove/",
    ):
        page = text_of(admin_client.get(path))
        assert not any(part in page for part in ("geheim", "admin:", "secret/path", "key=1"))
    assert "rtsp://192.168.1.20:554" in text_of(admin_client.get("/cameras/garden/edit/"))


def test_a_source_left_empty_stays(admin_client, secret):
    response = admin_client.post(
        "/cameras/garden/edit/", {**DEFAULTS, "name": "Yard", "source": ""}
    )

    secret.refresh_from_db()
    assert response.status_code == 303
    assert (secret.name, secret.source) == ("Yard", ADDRESS)


def test_a_new_source_replaces_the_old_one(admin_client, secret):
    admin_client.post("/cameras/garden/edit/", {**DEFAULTS, "source": "usb:0"})

    secret.refresh_from_db()
    assert secret.source == "usb:0"


def test_pictures_made_with_the_old_settings_are_gone(admin_client, camera, jpeg):
    fake_capture.picture(camera, jpeg, time.time())

    admin_client.post("/cameras/door/edit/", {**DEFAULTS, "slug": "door", "hide_faces": "on"})

    assert not redis_client().exists(keys.frames(camera.pk))
    assert admin_client.get("/cameras/door/last/").status_code == 204


def test_saving_does_not_switch_what_another_browser_switched(admin_client, secret):
    form = admin_client.get("/cameras/garden/edit/").context["form"]
    Camera.objects.update(is_on=True)
    form.instance.is_on = False

    admin_client.post("/cameras/garden/edit/", DEFAULTS)

    assert Camera.objects.get().is_on


def test_a_refused_change_changes_nothing(admin_client, secret):
    response = admin_client.post("/cameras/garden/edit/", {**DEFAULTS, "slug": "new", "name": "No"})

    assert response.status_code == 400
    assert "Change Garden" in text_of(response)
    assert Camera.objects.get().name == "Garden"


def test_removing_asks_first(admin_client, secret):
    assert "Remove Garden?" in text_of(admin_client.get("/cameras/garden/remove/"))
    assert Camera.objects.exists()

    admin_client.post("/cameras/garden/remove/")
    assert not Camera.objects.exists()


def test_a_token_is_shown_once_and_kept_as_a_hash(admin_client, secret):
    response = admin_client.post("/cameras/garden/token/")

    token = response.context["token"]
    secret.refresh_from_db()
    assert token in text_of(response)
    assert token not in secret.push_token_hash
    assert secret.accepts_push_token(token)
    assert token not in text_of(admin_client.get("/cameras/garden/"))


def test_the_power_switch_works(admin_client, camera):
    for word, is_on in (("false", False), ("true", True)):
        response = admin_client.post("/cameras/door/power/", {"on": word})

        camera.refresh_from_db()
        assert (response.status_code, camera.is_on) == (303, is_on)


def test_strangers_do_not_switch(client, camera):
    Camera.objects.update(visibility="public")

    response = client.post("/cameras/door/power/", {"on": "false"})

    assert response.status_code == 403
    assert "Only staff switches cameras." in text_of(response)
    assert Camera.objects.get().is_on


def test_a_switch_that_says_neither_on_nor_off_is_refused(admin_client, camera):
    assert admin_client.post("/cameras/door/power/", {"on": "maybe"}).status_code == 400


@pytest.mark.parametrize("path", ["power/", "edit/", "remove/", "token/"])
def test_other_sites_cannot_make_staff_act(admin_user, camera, path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)

    assert strict.post(f"/cameras/door/{path}", {"on": "false"}).status_code == 403
    assert Camera.objects.get().is_on


@pytest.mark.parametrize("path", ["new/", "door/edit/", "door/remove/", "door/broadcast/"])
def test_others_are_sent_to_the_login_and_back(client, camera, path):
    Camera.objects.update(visibility="public")

    response = client.get(f"/cameras/{path}")

    assert response.status_code == 302
    assert response["Location"] == f"/admin/login/?next=/cameras/{path}"


@pytest.mark.parametrize("path", ["new/", "door/edit/", "door/remove/", "door/token/"])
def test_others_change_nothing(client, camera, path):
    Camera.objects.update(visibility="public")

    assert client.post(f"/cameras/{path}", {**DEFAULTS, "source": "demo:"}).status_code == 302
    assert [c.slug for c in Camera.objects.all()] == ["door"]
    assert not Camera.objects.get().push_token_hash


def test_a_phone_sends_only_to_a_camera_that_takes_pictures(admin_client, camera):
    Camera.objects.create(slug="phone", name="Phone", source="push:")

    assert "This device as Phone" in text_of(admin_client.get("/cameras/phone/broadcast/"))
    response = admin_client.get("/cameras/door/broadcast/")
    assert response.status_code == 409
    assert "This camera has a source of its own" in text_of(response)


def test_the_admin_lists_cameras_without_their_sources_and_removes_them(admin_client, secret):
    redis_client().delete(keys.desired(secret.pk))
    for path in ("", f"{secret.pk}/change/"):
        page = text_of(admin_client.get(f"/admin/cameras/camera/{path}"))
        assert "Garden" in page
        assert "192.168" not in page
    chosen = {"action": "delete_selected", "_selected_action": [secret.pk], "post": "yes"}

    admin_client.post("/admin/cameras/camera/", chosen)

    assert not Camera.objects.exists()
    assert not desired_of(secret.pk).is_on
    assert admin_client.get("/admin/cameras/camera/add/").status_code == 403


def test_a_camera_whose_source_cannot_be_read_any_more_can_be_mended(admin_client, secret):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cameras_camera SET source = 'sealed with another key'")

    call_command("camera", "list", stdout=(listed := StringIO()))
    page = text_of(admin_client.get("/cameras/garden/edit/"))
    admin_client.post("/cameras/garden/edit/", {**DEFAULTS, "source": "demo:"})

    assert "not valid any more" in page
    assert "cannot be read with the current SECRET_KEY; enter it again." in page
    assert "garden\toff\tprivate\tThe source of this camera is not valid" in listed.getvalue()
    assert Camera.objects.get().source == "demo:"


def test_a_source_that_cannot_be_read_outlives_changes_of_other_fields(admin_client, secret):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cameras_camera SET source = 'made with another key'")

    response = admin_client.post("/cameras/garden/edit/", {**DEFAULTS, "name": "Yard"})

    with connection.cursor() as cursor:
        stored = cursor.execute("SELECT name, source FROM cameras_camera").fetchone()
    assert (response.status_code, stored) == (303, ("Yard", "made with another key"))
