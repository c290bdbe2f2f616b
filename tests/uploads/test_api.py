"""The JSON API, as its contract in DESIGN words it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from processing.operations import OPERATIONS
from tests.uploads.api_client import URL, error_of
from uploads.models import Upload


@pytest.fixture
def post(client, db):
    def post(files, recipe='[{"op": "grayscale"}]', **fields):
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        return client.post(URL, {"files": sent, "recipe": recipe, **fields})

    return post


QUEUED = {
    "number": 1,
    "kind": "picture",
    "name": "photo.jpg",
    "state": "queued",
    "error": None,
    "width": None,
    "height": None,
    "faces": [],
    "was_animated": False,
    "was_damaged": False,
    "had_others": False,
    "frames": 0,
    "frames_done": 0,
    "duration_s": None,
    "has_sound": False,
    "persons": [],
    "result_url": None,
}
"""A picture that nobody has begun, as the API shows it."""


def test_it_works(post, jpeg):
    response = post([("photo.jpg", jpeg)])

    assert response.status_code == 202
    answer = response.json()
    upload = Upload.objects.get()
    assert answer["slug"] == upload.slug
    assert answer["url"] == f"http://testserver/r/{upload.slug}/"
    assert (answer["state"], answer["refused"]) == ("queued", [])
    assert upload.accepts_delete_token(answer["delete_token"])
    assert answer["pictures"] == [QUEUED]


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


def test_operations_are_listed_with_ranges_and_defaults(client):
    items = {
        item["op"]: item["parameters"] for item in client.get("/api/v1/operations").json()["items"]
    }

    assert list(items) == list(OPERATIONS)
    (angle,) = items["rotate"]
    assert (angle["type"], angle["choices"], angle["default"]) == ("choice", [90, 180, 270], 90)
    (radius,) = items["blur"]
    assert (radius["minimum"], radius["maximum"], radius["default"]) == (0.1, 10, 2)
