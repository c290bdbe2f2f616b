"""Reading, waiting for and deleting an upload by the JSON API."""

import threading

import pytest
import requests
from django.contrib.auth.hashers import make_password

from tests.responses import body_of
from tests.uploads.api_client import URL, error_of
from uploads.models import Picture, Upload
from uploads.removal import remove
from uploads.tasks import process_picture


def test_a_finished_upload_gives_sizes_faces_and_the_address_of_the_result(client, send, face_jpeg):
    upload = send({"face.jpg": face_jpeg}, [{"op": "faces"}]).upload
    process_picture(upload.pictures.get().pk)

    answer = client.get(f"{URL}/{upload.slug}").json()

    assert answer["state"] == "done"
    assert "delete_token" not in answer
    (picture,) = answer["pictures"]
    assert (picture["width"], picture["height"]) == (512, 512)
    (face,) = picture["faces"]
    assert set(face) == {"x", "y", "width", "height", "score", "hidden", "added"}
    assert (face["hidden"], face["added"]) == (True, False)
    result = client.get(picture["result_url"])
    assert body_of(result).startswith(b"\xff\xd8")


@pytest.mark.parametrize("said", ["was_animated", "was_damaged", "had_others"])
def test_what_the_file_was_is_answered(client, picture, said):
    Picture.objects.update(**{said: True})

    (answer,) = client.get(f"{URL}/{picture.upload.slug}").json()["pictures"]

    noted = ("was_animated", "was_damaged", "had_others")
    assert [name for name in noted if answer[name]] == [said]


def test_a_failed_picture_gives_code_and_sentence(client, picture):
    Picture.claim(picture.pk).fail("damaged")

    answer = client.get(f"{URL}/{picture.upload.slug}").json()

    assert answer["state"] == "failed"
    assert answer["pictures"][0]["error"]["code"] == "damaged"
    assert "damaged" in answer["pictures"][0]["error"]["message"]


@pytest.mark.parametrize(
    ("states", "state"),
    [
        (["queued", "queued"], "queued"),
        (["queued", "running"], "running"),
        (["queued", "done"], "running"),
        (["done", "done"], "done"),
        (["done", "failed"], "done"),
        (["failed", "failed"], "failed"),
    ],
)
def test_an_upload_is_as_far_as_its_pictures(client, send, jpeg, states, state):
    upload = send({"a.jpg": jpeg, "b.jpg": jpeg}).upload
    for number, picture_state in enumerate(states, start=1):
        upload.pictures.filter(number=number).update(state=picture_state)

    assert client.get(f"{URL}/{upload.slug}").json()["state"] == state


@pytest.mark.django_db(transaction=True)
def test_waiting_ends_as_soon_as_the_picture_has(live_server, jpeg, picture):
    answers = []

    def wait():
        address = f"{live_server}{URL}/{picture.upload.slug}?wait=25"
        answers.append(requests.get(address, timeout=30))

    waiter = threading.Thread(target=wait)
    waiter.start()
    process_picture(picture.pk)
    waiter.join(20)

    assert [answer.json()["state"] for answer in answers] == ["done"]


def test_who_waits_for_what_is_deleted_meanwhile_gets_a_404(client, send, monkeypatch):
    sent = send()
    monkeypatch.setattr("uploads.api.wait_until", lambda *_args: remove(sent.upload))

    response = client.get(f"{URL}/{sent.upload.slug}?wait=5")

    assert error_of(response) == (404, "not_found")


@pytest.mark.parametrize("wait", ["-1", "26", "nan", "a"])
def test_waiting_has_its_bounds(client, picture, wait):
    response = client.get(f"{URL}/{picture.upload.slug}?wait={wait}")

    assert error_of(response) == (400, "invalid_request")


def test_an_unknown_upload_is_not_found(client, db):
    assert error_of(client.get(f"{URL}/nothing")) == (404, "not_found")


def test_with_its_token_an_upload_is_deleted(client, send):
    sent = send()

    response = client.delete(
        f"{URL}/{sent.upload.slug}", headers={"X-Delete-Token": sent.delete_token}
    )

    assert (response.status_code, response.content) == (204, b"")
    assert error_of(client.get(f"{URL}/{sent.upload.slug}")) == (404, "not_found")


def test_another_token_deletes_nothing(client, send):
    sent, other = send(), send()

    response = client.delete(
        f"{URL}/{sent.upload.slug}", headers={"X-Delete-Token": other.delete_token}
    )

    assert error_of(response) == (404, "not_found")
    assert Upload.objects.count() == 2


def test_without_a_token_deleting_is_a_bad_request(client, send):
    response = client.delete(f"{URL}/{send().upload.slug}")

    assert error_of(response) == (400, "invalid_request")


@pytest.mark.parametrize("address", ["operations", "uploads/{slug}", "openapi.json"])
def test_what_can_be_read_can_be_asked_about_without_its_body(client, send, address):
    path = "/api/v1/" + address.format(slug=send().upload.slug)

    answer = client.head(path)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Type"] == client.get(path)["Content-Type"]


def test_what_cannot_be_read_cannot_be_asked_about_either(client, db):
    assert client.head("/api/v1/uploads").status_code == 405
    assert client.head("/api/v1/uploads/unknown").status_code == 404


@pytest.fixture
def guarded(send, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    submission = send()
    Upload.objects.update(password_hash=make_password("open sesame"), views=3)
    process_picture(submission.upload.pictures.get().pk)
    return submission


def test_a_closed_link_is_read_with_its_password_or_the_delete_token(client, guarded):
    address = f"{URL}/{guarded.upload.slug}"
    assert error_of(client.get(address)) == (403, "closed")
    assert error_of(client.get(address, headers={"X-Upload-Password": "x"})) == (403, "closed")

    right = {"X-Upload-Password": "open sesame"}, {"X-Delete-Token": guarded.delete_token}
    answers = [client.get(address, headers=headers).json() for headers in right]

    assert [answer["has_password"] for answer in answers] == [True, True]
    assert [answer["views"] for answer in answers] == [None, 3]
    for headers in right:
        result = client.get(answers[0]["pictures"][0]["result_url"], headers=headers)
        assert body_of(result).startswith(b"\xff\xd8")


def test_what_is_seen_once_is_not_read_by_a_program(client, send):
    upload = send().upload
    Upload.objects.update(is_once=True)

    assert error_of(client.get(f"{URL}/{upload.slug}")) == (403, "closed")
    upload.refresh_from_db()
    assert upload.opened_at is None
