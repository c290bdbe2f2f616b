"""The source in a camera's form: encrypted, never shown again, replaced or left as it is."""

from io import StringIO

from django.core.management import call_command
from django.db import connection

from cameras import keys
from cameras.live.desired import desired_of
from cameras.models import Camera
from core.redis_client import redis_client
from tests.cameras.web.camera_form import ADDRESS, DEFAULTS, text_of


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
