"""The JSON API, as its contract in DESIGN words it."""

import threading

import pytest
import requests
from django.core.files.uploadedfile import SimpleUploadedFile

from processing.operations import OPERATIONS
from tests.responses import body_of
from uploads.models import Picture, Upload
from uploads.removal import remove
from uploads.tasks import process_picture

URL = "/api/v1/uploads"


@pytest.fixture
def post(client, db):
    def post(files, recipe='[{"op": "grayscale"}]', **fields):
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        return client.post(URL, {"files": sent, "recipe": recipe, **fields})

    return post


def error_of(response):
    return response.status_code, response.json()["error"]["code"]


def test_it_works(post, jpeg):
    response = post([("photo.jpg", jpeg)])

    assert response.status_code == 202
    answer = response.json()
    upload = Upload.objects.get()
    assert answer["slug"] == upload.slug
    assert answer["url"] == f"http://testserver/r/{upload.slug}/"
    assert (answer["state"], answer["refused"]) == ("queued", [])
    assert upload.accepts_delete_token(answer["delete_token"])
    assert answer["pictures"] == [
        {
            "number": 1,
            "name": "photo.jpg",
            "state": "queued",
            "error": None,
            "width": None,
            "height": None,
            "faces": [],
            "result_url": None,
        }
    ]


def test_the_recipe_comes_back_with_its_defaults(post, jpeg):
    answer = post([("a.jpg", jpeg)], recipe='[{"op": "faces"}]').json()

    (step,) = answer["recipe"]
    assert step | {"op": "faces", "style": "mosaic", "margin": 0.25, "blocks": 6} == step
    assert (step["shape"], step["min_score"], step["lossless"]) == ("box", 0, True)


def test_a_lifetime_can_be_asked_for(post, jpeg):
    post([("a.jpg", jpeg)], expires_in=120)

    upload = Upload.objects.get()
    assert (upload.expires_at - upload.created_at).total_seconds() == 120


def test_some_good_and_some_bad_is_accepted_and_says_which(post, jpeg):
    response = post([("a.jpg", jpeg), ("b.jpg", b"text"), ("c.jpg", jpeg)])

    answer = response.json()
    assert response.status_code == 202
    assert [picture["name"] for picture in answer["pictures"]] == ["a.jpg", "c.jpg"]
    (refused,) = answer["refused"]
    assert (refused["name"], refused["code"]) == ("b.jpg", "unsupported_type")
    assert "JPEG, PNG" in refused["message"]


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ([], (400, "empty_file")),
        ([("a.jpg", b"")], (400, "empty_file")),
        ([("a.jpg", b"just text")], (415, "unsupported_type")),
        ([(f"{n}.jpg", b"x") for n in range(21)], (400, "too_many_files")),
        ([(f"{n}.jpg", b"x") for n in range(150)], (400, "too_many_files")),
    ],
)
def test_bad_files_get_their_code(post, files, error):
    assert error_of(post(files)) == error


def test_half_a_jpeg_is_damaged(post, jpeg):
    assert error_of(post([("a.jpg", jpeg[: len(jpeg) // 2])])) == (422, "damaged")


def test_a_picture_with_too_many_pixels_is_refused_by_its_header(post, jpeg):
    at = jpeg.index(b"\xff\xc0") + 5
    huge = jpeg[:at] + (30000).to_bytes(2, "big") * 2 + jpeg[at + 4 :]

    assert error_of(post([("a.jpg", huge)])) == (422, "too_many_pixels")


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        ("", "not valid JSON"),
        ("{}", "list of steps"),
        ("[]", "1 – 10 steps"),
        ('[{"op": "explode"}]', "explode"),
        ('[{"op": "blur", "radius": 99}]', "“radius” must be 0.1 – 10"),
        ('[{"op": "blur", "radius": "2"}]', "“radius” must be 0.1 – 10"),
        ('[{"op": "blur", "strength": 2}]', "no parameter “strength”"),
        ("[" * 5000, "not valid JSON"),
    ],
)
def test_a_bad_recipe_is_refused_saying_what_is_wrong(post, jpeg, recipe, words):
    response = post([("a.jpg", jpeg)], recipe=recipe)

    assert error_of(response) == (400, "invalid_recipe")
    assert words in response.json()["error"]["message"]


def test_a_missing_recipe_is_an_invalid_one(client, db, jpeg):
    response = client.post(URL, {"files": SimpleUploadedFile("a.jpg", jpeg)})

    assert error_of(response) == (400, "invalid_recipe")


@pytest.mark.parametrize("expires_in", ["1", "99999999", "soon"])
def test_an_impossible_lifetime_is_refused(post, jpeg, expires_in):
    assert error_of(post([("a.jpg", jpeg)], expires_in=expires_in)) == (400, "invalid_request")


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


def test_who_waits_for_what_is_deleted_meanwhile_is_told_so(client, send, monkeypatch):
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


def test_operations_are_listed_with_ranges_and_defaults(client):
    items = {
        item["op"]: item["parameters"] for item in client.get("/api/v1/operations").json()["items"]
    }

    assert list(items) == list(OPERATIONS)
    (angle,) = items["rotate"]
    assert (angle["type"], angle["choices"], angle["default"]) == ("choice", [90, 180, 270], 90)
    (radius,) = items["blur"]
    assert (radius["minimum"], radius["maximum"], radius["default"]) == (0.1, 10, 2)
