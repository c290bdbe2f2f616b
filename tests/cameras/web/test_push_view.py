"""Frames that programs and phones send to a camera."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cameras import keys
from cameras.models import Camera
from core.redis_client import redis_client


@pytest.fixture
def phone(db):
    redis_client().flushdb()
    return Camera.objects.create(slug="phone", source="push:", is_on=True)


@pytest.fixture
def token(phone):
    token = phone.new_push_token()
    phone.save()
    return token


def push(client, content, token=None, slug="phone", **fields):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = {"img": SimpleUploadedFile("a.jpg", content), **fields}
    return client.post(f"/cameras/{slug}/frames/", data, headers=headers)


def test_a_frame_with_the_cameras_token_is_taken(client, phone, token, jpeg):
    response = push(client, jpeg, token, comment="by the door")

    assert response.status_code == 204
    assert redis_client().xlen(keys.inbox(phone.pk)) == 1


def push_body(client, content, token, query="", content_type="image/jpeg"):
    headers = {"Authorization": f"Bearer {token}"}
    return client.post(f"/cameras/phone/frames/{query}", content, content_type, headers=headers)


def test_a_picture_that_is_the_whole_body_is_taken(client, phone, token, jpeg):
    assert push_body(client, jpeg, token).status_code == 204
    assert redis_client().xrange(keys.inbox(phone.pk))[0][1][b"jpeg"] == jpeg


def test_what_belongs_to_such_a_picture_stands_in_the_query(client, token, jpeg):
    now = f"?taken_at={time.time()}"

    assert push_body(client, jpeg, token, now).status_code == 204
    assert push_body(client, jpeg, token, now).json()["error"]["code"] == "replayed"
    assert push_body(client, jpeg, token, "?taken_at=soon").status_code == 400


@pytest.mark.parametrize(
    ("content", "status"), [(b"", 400), (b"<html>", 422), (b"\xff\xd8\xff" + bytes(5_000_000), 413)]
)
def test_a_body_that_is_no_picture_or_too_large_is_refused(client, token, content, status):
    assert push_body(client, content, token).status_code == status


def test_without_a_token_nothing_is_taken(client, phone, jpeg):
    response = push(client, jpeg)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json()["error"]["code"] == "unauthorized"
    assert redis_client().xlen(keys.inbox(phone.pk)) == 0


def test_a_token_of_another_camera_or_of_none_is_refused(client, phone, token, jpeg):
    Camera.objects.create(slug="other", source="push:", is_on=True)

    assert push(client, jpeg, token, slug="other").status_code == 403
    assert push(client, jpeg, token, slug="unknown").status_code == 403
    assert push(client, jpeg, "wrong").status_code == 403


def test_a_new_token_ends_the_old_one(client, phone, token, jpeg):
    phone.new_push_token()
    phone.save()

    assert push(client, jpeg, token).status_code == 403


def test_staff_sends_with_a_csrf_token_alone(admin_user, phone, jpeg):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin_user)
    assert push(strict, jpeg).status_code == 403

    strict.get("/cameras/phone/broadcast/")
    csrf = strict.cookies["csrftoken"].value
    assert push(strict, jpeg, csrfmiddlewaretoken=csrf).status_code == 204


def test_a_user_who_is_no_staff_may_not_send(client, django_user_model, phone, jpeg):
    client.force_login(django_user_model.objects.create_user("somebody"))

    assert push(client, jpeg).status_code == 403


def test_the_same_frame_twice_is_a_replay(client, token, jpeg):
    taken_at = time.time()

    assert push(client, jpeg, token, taken_at=taken_at).status_code == 204
    again = push(client, jpeg, token, taken_at=taken_at)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "replayed")
    earlier = push(client, jpeg, token, taken_at=taken_at - 1, record="false")
    assert earlier.status_code == 409
    assert push(client, jpeg, token, taken_at=taken_at + 1).status_code == 204


@pytest.mark.parametrize("away_s", [3600, -8 * 86_400])
def test_a_clock_that_is_far_off_is_refused(client, token, jpeg, away_s):
    assert push(client, jpeg, token, taken_at=time.time() + away_s).status_code == 400


@pytest.mark.parametrize("change", [{"is_on": False}, {"source": "demo:"}])
def test_a_camera_that_is_off_or_has_its_own_source_takes_none(client, phone, token, jpeg, change):
    for name, value in change.items():
        setattr(phone, name, value)
    phone.save()

    response = push(client, jpeg, token)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_now")


def test_what_is_no_picture_is_refused(client, token):
    response = push(client, b"<html>", token)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "unsupported_type")


def test_a_frame_without_a_picture_is_refused(client, token):
    headers = {"Authorization": f"Bearer {token}"}

    response = client.post("/cameras/phone/frames/", {"comment": "hello"}, headers=headers)

    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("img: ")
