"""What visitors see of cameras, in words, and who sees what."""

import html
import time

import pytest

from cameras.capture.power import switch
from cameras.models import Camera
from tests.cameras import fake_capture
from uploads.models import Upload


def page_of(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def show_to(camera, visibility):
    Camera.objects.filter(pk=camera.pk).update(visibility=visibility)


@pytest.fixture
def public(camera):
    show_to(camera, "public")
    return camera


def test_it_works(client, public):
    fake_capture.live(public)

    page = page_of(client, "/cameras/")

    assert 'href="/cameras/door/"' in page
    assert "Live" in page
    assert 'data-picture="/cameras/door/last/"' in page


def test_the_start_page_leads_to_the_cameras(client, db):
    assert ' href="/cameras/">' in page_of(client, "/")


@pytest.mark.parametrize(
    ("visibility", "is_listed", "status"),
    [("private", False, 404), ("link", False, 200), ("public", True, 200)],
)
def test_visibility_decides_what_strangers_see(client, camera, visibility, is_listed, status):
    show_to(camera, visibility)

    assert ("/cameras/door/" in page_of(client, "/cameras/")) is is_listed
    for path in ("", "edit/", "broadcast/"):
        expected = 302 if path and status == 200 else status
        assert client.get(f"/cameras/door/{path}").status_code == expected


@pytest.mark.parametrize("path", ["stream/", "snapshot/", "last/", "power/", "capture/", "remove/"])
def test_nothing_of_a_private_camera_answers_strangers(client, camera, path):
    ask = client.post if path in ("power/", "capture/") else client.get

    assert ask(f"/cameras/door/{path}").status_code == 404


def test_staff_sees_private_cameras(admin_client, camera):
    assert "/cameras/door/" in page_of(admin_client, "/cameras/")
    assert "Switch off" in page_of(admin_client, "/cameras/door/")


def test_strangers_are_offered_no_switch(client, public):
    page = page_of(client, "/cameras/door/")

    assert "Switch off" not in page
    assert "For staff" not in page


def test_a_live_camera_tells_pace_viewers_size_and_last_picture(client, public):
    fake_capture.live(public, last_frame_at=1_790_000_000)

    page = page_of(client, "/cameras/door/")

    assert "12.5 fps" in page
    assert "0 viewers" in page
    assert "640 × 360" in page
    assert 'Last picture <time datetime="2026-09-21T14:13:20' in page


def test_an_offline_camera_tells_why_and_since_when(client, public):
    fake_capture.offline(public, "hung", last_frame_at=time.time() - 125)

    page = page_of(client, "/cameras/door/")

    assert 'data-state="offline"' in page
    assert "The camera has stopped sending pictures." in page
    assert "2\xa0minutes ago" in page


def test_an_offline_camera_that_never_sent_anything_says_so(client, public):
    fake_capture.offline(public, "unreachable", last_frame_at=0)

    assert "It has sent no picture yet." in page_of(client, "/cameras/door/")


def test_a_camera_that_is_off_says_so(client, public):
    switch(public, on=False)

    page = page_of(client, "/cameras/door/")

    assert 'data-state="off"' in page
    assert "This camera is switched off." in page


def test_the_words_come_in_the_visitors_language(client, public):
    fake_capture.offline(public, "unplugged")

    page = page_of(client, "/cameras/door/", accept_language="ja")

    assert "カメラがつながっていないか、別のプログラムが使っています。" in page
    assert "not plugged in" not in page


@pytest.mark.parametrize("path", ["/cameras/", "/cameras/door/"])
def test_htmx_gets_the_states_alone(client, public, path):
    part = page_of(client, path, hx_request="true")

    assert part.lstrip().startswith('<div class="camera-state" id="state-door"')
    assert 'hx-swap-oob="true"' in part
    assert "<html" not in part


def test_snapshot_mode_needs_no_stream(client, public):
    page = page_of(client, "/cameras/door/?mode=snapshot")

    assert "/stream/" not in page
    assert '<meta http-equiv="refresh"' in page


def test_stream_mode_works_without_script(client, public):
    page = page_of(client, "/cameras/door/")

    assert '<noscript><img src="/cameras/door/stream/"' in page


def test_without_cameras_the_list_says_so(client, admin_client, db):
    assert "There are no public cameras." in page_of(client, "/cameras/")
    assert "There are no cameras yet. Add one" in page_of(admin_client, "/cameras/")


def test_a_capture_leads_to_its_result(client, public, jpeg):
    fake_capture.live(public)
    with fake_capture.giving_stills(public, jpeg):
        response = client.post("/cameras/door/capture/", {"recipe": ["grayscale"]})

    upload = Upload.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/r/{upload.slug}/"
    assert upload.recipe == [{"op": "grayscale"}]
    assert "Delete everything now" in page_of(client, response["Location"])


def test_a_capture_of_a_camera_that_is_off_is_explained_on_a_page(client, public):
    switch(public, on=False)

    response = client.post("/cameras/door/capture/", {"recipe": "grayscale"})

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "This camera gives no picture at the moment." in response.content.decode()
    assert not Upload.objects.exists()


def test_a_capture_without_any_operation_is_explained(client, public, jpeg):
    with fake_capture.giving_stills(public, jpeg):
        response = client.post("/cameras/door/capture/")

    assert response.status_code == 400
    assert "Choose at least one effect" in response.content.decode()
