"""Streams, snapshots and last pictures as players and programs get them."""

import time

import pytest

from cameras.capture.power import switch
from cameras.models import Camera
from tests.cameras import fake_capture


@pytest.fixture
def door(camera):
    camera.visibility = Camera.Visibility.PUBLIC
    camera.save()
    return camera


def test_a_stream_is_handed_to_the_live_view(client, door):
    response = client.get("/cameras/door/stream/")

    assert response.status_code == 200
    assert response["X-Live-Camera"] == f"{door.pk} {door.version} everyone"
    assert response["Content-Type"] == "multipart/x-mixed-replace; boundary=frame"


def test_a_private_stream_is_granted_to_one_person_alone(admin_client, camera):
    response = admin_client.get("/cameras/door/stream/")

    assert response["X-Live-Camera"] == f"{camera.pk} {camera.version} one"


def test_a_snapshot_is_a_fresh_jpeg_and_tells_when_it_was_taken(client, door, jpeg):
    now = time.time()
    fake_capture.picture(door, jpeg, now)

    response = client.get("/cameras/door/snapshot/")

    assert response.content == jpeg
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Timestamp"] == f"{now:.6f}"
    assert response["Cache-Control"] == "private, no-store"


def test_programs_that_go_by_the_ending_get_the_same(client, door, jpeg):
    fake_capture.picture(door, jpeg, time.time())

    snapshot = client.get("/cameras/door/snapshot.jpg")
    stream = client.get("/cameras/door/stream.mjpg")

    assert snapshot.content == jpeg
    assert stream.headers["X-Live-Camera"].split()[0] == str(door.pk)


def test_an_old_picture_is_no_snapshot(client, door, jpeg, monkeypatch):
    monkeypatch.setattr("cameras.web.frame_views._SNAPSHOT_WITHIN_S", 0)
    fake_capture.picture(door, jpeg, time.time() - 60, grey=True)
    fake_capture.offline(door, "hung")

    response = client.get("/cameras/door/snapshot/")

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response.content.decode() == "The camera has stopped sending pictures.\n"


def test_the_last_picture_may_be_old(client, door, jpeg):
    fake_capture.picture(door, jpeg, time.time() - 60)

    assert client.get("/cameras/door/last/").content == jpeg


def test_without_any_picture_the_last_one_is_no_content(client, door):
    response = client.get("/cameras/door/last/")

    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize(("path", "status"), [("stream/", 503), ("snapshot/", 503), ("last/", 204)])
def test_a_camera_that_is_off_shows_nothing(client, door, jpeg, path, status):
    fake_capture.picture(door, jpeg, time.time())
    switch(door, on=False)

    response = client.get(f"/cameras/door/{path}")

    assert response.status_code == status
    assert jpeg not in response.content
    assert "X-Live-Camera" not in response
