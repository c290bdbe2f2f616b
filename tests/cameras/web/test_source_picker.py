"""The source of a camera picked by kind, each with its fields, and tried before it is saved."""

import json

import pytest

from cameras import keys, tasks
from cameras.models import Camera
from cameras.web import connection_test
from core.redis_client import redis_client
from core.secret_field import encrypt
from tests.cameras.network_camera import network_camera
from tests.cameras.web.camera_form import ADDRESS, DEFAULTS, text_of

NETWORK = {"kind": "network", "maker": "axis", "host": "10.0.0.9", "user": "me", "password": "p w"}


@pytest.fixture
def camera_process(monkeypatch):
    """What is put on the queue for camera processes is done at once; what was sent is listed."""
    sent = []

    def send_task(name, arguments):
        sent.append(arguments)
        getattr(tasks, name.rpartition(".")[2])(*arguments)

    monkeypatch.setattr(connection_test.current_app, "send_task", send_task)
    return sent


@pytest.fixture
def films(settings, tmp_path):
    settings.CAMERA_FILES_DIR = tmp_path
    (tmp_path / "walk.mp4").touch()


@pytest.mark.parametrize(
    ("picked", "source"),
    [
        ({"kind": "push"}, "push:"),
        ({"kind": "usb", "usb_number": "2"}, "usb:2"),
        ({"kind": "usb"}, "usb:0"),
        (NETWORK, "rtsp://me:p%20w@10.0.0.9:554/axis-media/media.amp"),
        ({"kind": "pi"}, "pi:"),
        ({"kind": "demo"}, "demo:"),
        ({"kind": "clip", "film": "walk.mp4"}, "clip:walk.mp4"),
        ({"kind": "address", "source": "usb:1"}, "usb:1"),
    ],
)
def test_each_kind_makes_its_address(admin_client, films, picked, source):
    response = admin_client.post("/cameras/new/", DEFAULTS | picked)

    assert response.status_code == 303
    assert Camera.objects.get().source == source


@pytest.mark.parametrize(
    ("picked", "words"),
    [
        (NETWORK | {"maker": ""}, "Choose the maker"),
        (NETWORK | {"host": "http://10.0.0.9/"}, "Write the host alone"),
        (NETWORK | {"host": "169.254.169.254"}, "There is no camera at this address."),
        ({"kind": "usb", "usb_number": "-1"}, "greater than or equal to 0"),
        ({"kind": "clip", "film": "../secret.mp4"}, "Select a valid choice"),
        ({"kind": "clip"}, "There is no file in the folder for videos."),
        ({"kind": "address"}, "Where do the pictures come from? push:"),
    ],
)
def test_what_is_missing_is_told_and_nothing_saved(admin_client, db, picked, words):
    response = admin_client.post("/cameras/new/", DEFAULTS | picked)

    assert response.status_code == 400
    assert words in text_of(response)
    assert not Camera.objects.exists()


def test_a_camera_that_has_a_source_keeps_it_where_nothing_is_picked(admin_client, secret):
    page = text_of(admin_client.get("/cameras/garden/edit/"))
    admin_client.post("/cameras/garden/edit/", DEFAULTS | {"kind": "", "name": "Yard"})

    secret.refresh_from_db()
    assert "Keep “rtsp://192.168.1.20:554”" in page
    assert (secret.name, secret.source) == ("Yard", ADDRESS)


def test_a_connection_is_tested_without_saving_and_the_form_stays(
    admin_client, db, camera_process, jpeg
):
    with network_camera([jpeg]) as camera:
        picked = {"kind": "address", "source": camera.url, "test": "1"}
        response = admin_client.post("/cameras/new/", DEFAULTS | picked)

    assert response.status_code == 200
    assert "It works: a picture of" in text_of(response)
    assert camera.url in text_of(response)
    assert not Camera.objects.exists()


def test_the_reason_is_told_where_no_picture_comes(admin_client, db, camera_process):
    picked = {"kind": "address", "source": "http://127.0.0.1:9/video", "test": "1"}

    response = admin_client.post("/cameras/new/", DEFAULTS | picked)

    assert response.status_code == 200
    assert "The camera cannot be reached." in text_of(response)


def test_a_kept_source_is_tested_and_neither_shown_nor_sent_in_the_clear(
    admin_client, secret, camera_process
):
    Camera.objects.update(source="http://admin:geheim@127.0.0.1:9/")

    response = admin_client.post("/cameras/garden/edit/", DEFAULTS | {"kind": "", "test": "1"})

    assert "The camera cannot be reached." in text_of(response)
    assert "geheim" not in text_of(response) + json.dumps(camera_process)


def test_a_phone_needs_no_test(admin_client, db, camera_process):
    response = admin_client.post("/cameras/new/", DEFAULTS | {"kind": "push", "test": "1"})

    assert "There is nothing to test" in text_of(response)
    assert camera_process == []


def test_that_no_process_answers_is_told(admin_client, db, monkeypatch):
    monkeypatch.setattr(connection_test.current_app, "send_task", lambda *_: None)
    monkeypatch.setattr(connection_test, "_WAIT_S", 0.1)

    response = admin_client.post("/cameras/new/", DEFAULTS | {"kind": "demo", "test": "1"})

    assert "No camera process answered in time." in text_of(response)


def test_an_answer_that_nobody_fetches_expires(db):
    tasks.try_source("nobody", encrypt("demo:"), "")

    assert 0 < redis_client().ttl(keys.trial("nobody")) <= 30
