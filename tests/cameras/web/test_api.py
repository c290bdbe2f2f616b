"""Cameras in the JSON API."""

import pytest
from django.test import Client

from cameras.models import Camera
from tests.cameras import fake_capture
from uploads.models import Upload

API = "/api/v1/cameras"
JSON = "application/json"


@pytest.fixture
def public(camera):
    Camera.objects.filter(pk=camera.pk).update(visibility="public")
    return camera


def test_a_camera_has_its_status_in_the_answer(client, public):
    fake_capture.live(public, last_frame_at=1_790_000_000, motion=1)

    assert client.get(f"{API}/door").json() == {
        "slug": "door",
        "name": "Door",
        "state": "live",
        "reason": None,
        "width": 640,
        "height": 360,
        "fps": 12.5,
        "viewers": 0,
        "last_frame_at": "2026-09-21T14:13:20Z",
        "motion": True,
    }


def test_an_offline_camera_tells_the_reason(client, public):
    fake_capture.offline(public, "refused")

    answer = client.get(f"{API}/door").json()

    assert (answer["state"], answer["fps"]) == ("offline", 0)
    assert answer["reason"] == "The camera refuses the user name or password."


@pytest.mark.parametrize(
    ("visibility", "listed", "status"),
    [("private", [], 404), ("link", [], 200), ("public", ["door"], 200)],
)
def test_visibility_decides_what_strangers_see(client, camera, visibility, listed, status):
    Camera.objects.filter(pk=camera.pk).update(visibility=visibility)

    assert [item["slug"] for item in client.get(API).json()["items"]] == listed
    assert client.get(f"{API}/door").status_code == status


def test_staff_sees_all(admin_client, camera):
    assert [item["slug"] for item in admin_client.get(API).json()["items"]] == ["door"]


def test_no_answer_holds_a_source(admin_client, db):
    Camera.objects.create(slug="garden", source="rtsp://admin:geheim@192.168.1.20/")

    assert "192.168" not in admin_client.get(f"{API}/garden").content.decode()


def test_staff_switches(admin_client, camera):
    response = admin_client.post(f"{API}/door/power", {"on": False}, content_type=JSON)

    assert (response.status_code, response.json()["state"]) == (200, "off")
    assert not Camera.objects.get().is_on


def test_strangers_do_not_switch(client, public):
    response = client.post(f"{API}/door/power", {"on": False}, content_type=JSON)

    assert (response.status_code, response.json()["error"]["code"]) == (403, "forbidden")
    assert Camera.objects.get().is_on


def test_a_private_camera_does_not_exist_for_who_would_switch_it(client, camera):
    response = client.post(f"{API}/door/power", {"on": False}, content_type=JSON)

    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_staff_without_a_csrf_token_does_not_switch(admin_user, camera):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    assert strict.post(f"{API}/door/power", {"on": False}, content_type=JSON).status_code == 403

    strict.get("/cameras/door/")
    headers = {"X-CSRFToken": strict.cookies["csrftoken"].value}
    response = strict.post(f"{API}/door/power", {"on": False}, content_type=JSON, headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize("body", [{}, {"on": "yes"}, {"on": 1}])
def test_a_switch_wants_a_boolean(admin_client, camera, body):
    response = admin_client.post(f"{API}/door/power", body, content_type=JSON)

    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_request")


def test_a_capture_becomes_an_upload(client, public, jpeg):
    fake_capture.live(public)
    body = {"recipe": [{"op": "faces", "style": "solid"}]}
    with fake_capture.giving_stills(public, jpeg):
        response = client.post(f"{API}/door/captures", body, content_type=JSON)

    answer = response.json()
    assert response.status_code == 202
    assert answer["slug"] == Upload.objects.get().slug
    assert Upload.objects.get().accepts_delete_token(answer["delete_token"])
    assert [picture["state"] for picture in answer["pictures"]] == ["queued"]


def test_a_capture_without_a_picture_says_try_again(client, public, monkeypatch):
    monkeypatch.setattr("cameras.ingest.stills._STILL_WITHIN_S", 0)
    body = {"recipe": [{"op": "faces"}]}

    response = client.post(f"{API}/door/captures", body, content_type=JSON)

    assert (response.status_code, response.json()["error"]["code"]) == (503, "busy")


def test_a_capture_with_an_unknown_operation_is_refused(client, public, jpeg):
    with fake_capture.giving_stills(public, jpeg):
        response = client.post(
            f"{API}/door/captures", {"recipe": [{"op": "magic"}]}, content_type=JSON
        )

    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_recipe")
