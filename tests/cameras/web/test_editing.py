"""Staff adds, changes, switches and removes cameras."""

import time

import pytest

from cameras import keys
from cameras.models import Camera
from core.redis_client import redis_client
from tests.cameras import fake_capture
from tests.cameras.web.camera_form import DEFAULTS, text_of


def test_staff_adds_a_camera_and_switches_it_on(admin_client, db):
    response = admin_client.post("/cameras/new/", {**DEFAULTS, "source": "demo:", "is_on": "on"})

    camera = Camera.objects.get()
    assert (response.status_code, response["Location"]) == (303, "/cameras/garden/")
    assert (camera.source, camera.is_on, camera.visibility) == ("demo:", True, "private")


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
        ("source", "http://169.254.169.254/latest", "There is no camera at this address."),
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


def test_a_switch_that_says_neither_on_nor_off_is_refused(admin_client, camera):
    assert admin_client.post("/cameras/door/power/", {"on": "maybe"}).status_code == 400


def test_a_phone_sends_only_to_a_camera_that_takes_pictures(admin_client, camera):
    Camera.objects.create(slug="phone", name="Phone", source="push:")

    assert "This device as Phone" in text_of(admin_client.get("/cameras/phone/broadcast/"))
    response = admin_client.get("/cameras/door/broadcast/")
    assert response.status_code == 409
    assert "This camera has a source of its own" in text_of(response)
