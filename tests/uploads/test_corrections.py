"""The uploader corrects the faces: uncovers one, hides another; the link stays as it was."""

import json

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.test import Client

from processing.images import Source, decode, encode
from processing.limits import Limits
from processing.refusal import Refused
from uploads.boxes import RelativeBox, box_px, shown_boxes
from uploads.corrections import MAX_ADDED, correct
from uploads.models import Picture
from uploads.tasks import process_picture

SOLID = [{"op": "faces", "style": "solid", "margin": 0.0, "lossless": False}]
BOX = {"x": 300, "y": 400, "width": 60, "height": 50}


def pixels(picture: Picture):
    with default_storage.open(picture.result) as file:
        return decode(file.read(), Limits())[0]


def current() -> Picture:
    return Picture.objects.get()


def run() -> Picture:
    process_picture(current().pk)
    return current()


@pytest.fixture
def two_faces(astronaut) -> bytes:
    return encode(np.ascontiguousarray(np.tile(astronaut[:300], (1, 2, 1))), Source("PNG")).content


@pytest.fixture
def sent(send, two_faces):
    """A picture of two faces, both of them hidden, and what its sender holds."""
    submission = send({"two.png": two_faces}, SOLID)
    run()
    return submission


def ask(sent, body: object, token: str | None = None, number: int = 1):
    return Client().post(
        f"/api/v1/uploads/{sent.upload.slug}/pictures/{number}/faces",
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        headers={"X-Delete-Token": sent.delete_token if token is None else token},
    )


def is_black(picture: Picture, face: dict[str, int]) -> bool:
    x, y = face["x"] + 5, face["y"] + 5
    return not pixels(picture)[y : y + face["height"] - 10, x : x + face["width"] - 10].any()


def test_a_face_that_is_not_kept_is_uncovered_and_the_other_stays_hidden(sent, two_faces):
    first, second = current().faces

    answer = ask(sent, {"keep": [1]})

    assert answer.status_code == 202
    assert answer.json()["state"] == "queued"
    corrected = run()
    assert [face["hidden"] for face in corrected.faces] == [False, True]
    original, _ = decode(two_faces, Limits())
    window = np.s_[first["y"] : first["y"] + 50, first["x"] : first["x"] + 50]
    assert (pixels(corrected)[window] == original[window]).all()
    assert is_black(corrected, second)


def test_a_face_that_is_added_is_hidden_too(sent):
    ask(sent, {"add": [{**BOX, "y": 240}]})

    corrected = run()
    assert is_black(corrected, {**BOX, "y": 240})
    assert all(is_black(corrected, face) for face in corrected.faces)
    assert [face["hidden"] for face in corrected.faces] == [True] * 3
    assert corrected.faces[2]["added"] is True


def test_an_uncovered_face_can_be_hidden_again(sent):
    ask(sent, {"keep": []})
    run()

    ask(sent, {"keep": [0, 1]})

    corrected = run()
    assert corrected.version == 3
    assert all(is_black(corrected, face) for face in corrected.faces)


def test_the_link_stays_and_the_result_is_another(client, sent):
    before = current()

    ask(sent, {"keep": []})

    assert not default_storage.exists(before.result)
    assert client.get(f"/r/{sent.upload.slug}/1/result").status_code == 404
    after = run()
    answer = client.get(f"/api/v1/uploads/{sent.upload.slug}").json()
    assert after.result != before.result
    assert answer["pictures"][0]["result_url"].endswith(f"/r/{sent.upload.slug}/1/result?v=2")
    assert client.get(f"/r/{sent.upload.slug}/1/result").status_code == 200


def test_the_faces_are_not_searched_again(sent, monkeypatch):
    monkeypatch.setattr("processing.faces.look", lambda *_: pytest.fail("searched again"))

    ask(sent, {"add": [BOX | {"y": 10}]})

    assert run().state == "done"


def test_a_correction_has_all_its_attempts_and_an_old_run_no_say(sent):
    Picture.objects.update(state="running", attempts=1)
    old = current()
    Picture.objects.update(state="done", attempts=3)
    ask(sent, {"keep": []})

    claimed = Picture.claim(old.pk)

    assert (claimed.version, claimed.attempts) == (2, 1)
    assert old.fail("damaged") is False
    assert claimed.fail("damaged") is True


def test_of_two_corrections_at_once_one_is_told_to_wait(sent):
    assert ask(sent, {"keep": []}).status_code == 202

    answer = ask(sent, {"keep": [0]})

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "busy"
    assert answer["Retry-After"]
    assert current().version == 2


@pytest.mark.parametrize("token", ["", "wrong", "x" * 500])
def test_a_stranger_cannot_correct(sent, token):
    answer = ask(sent, {"keep": []}, token)

    assert answer.status_code == 404
    assert current().version == 1


def test_the_slug_is_no_token_and_another_uploads_token_neither(sent, send, jpeg):
    other = send({"photo.jpg": jpeg}).delete_token

    assert {ask(sent, {"keep": []}, token).status_code for token in (sent.upload.slug, other)} == {
        404
    }


def test_without_a_token_the_request_is_not_understood(client, sent):
    answer = client.post(
        f"/api/v1/uploads/{sent.upload.slug}/pictures/1/faces", "{}", "application/json"
    )

    assert answer.status_code == 400


WRONG = [
    "",
    "no json",
    '{"add": [{"x": NaN, "y": 0, "width": 5, "height": 5}]}',
    {"keep": [2]},
    {"keep": [-1]},
    {"keep": ["a"]},
    {"keep": [True]},
    {"nonsense": 1},
    {"add": [{"x": 1, "y": 1, "width": 2, "height": 2, "depth": 2}]},
    [],
    {"keep": 1},
    {"add": [{"x": 1, "y": 1, "width": 5}]},
    {"add": [BOX | {"width": 0}]},
    {"add": [BOX | {"x": -1}]},
    {"add": [BOX | {"x": 1020, "width": 5}]},
    {"add": [BOX | {"y": 299, "height": 2}]},
    {"add": [BOX | {"x": 1e300}]},
    {"add": [{"x": 0, "y": 0, "width": 5, "height": 5}] * (MAX_ADDED + 1)},
]


@pytest.mark.parametrize("body", WRONG, ids=lambda body: str(body)[:40])
def test_what_cannot_be_done_is_refused_and_nothing_changes(sent, body):
    answer = ask(sent, body)

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_request"
    assert (current().version, current().state) == (1, "done")


def test_no_more_than_a_hundred_boxes_are_added_in_all(sent):
    ask(sent, {"add": [{"x": 0, "y": 0, "width": 5, "height": 5}] * MAX_ADDED})
    run()

    assert ask(sent, {"add": [{"x": 0, "y": 0, "width": 5, "height": 5}]}).status_code == 400


@pytest.mark.parametrize("number", [0, 2, 99999])
def test_a_picture_that_is_not_there_cannot_be_corrected(sent, number):
    assert ask(sent, {"keep": []}, number=number).status_code == 404


@pytest.mark.parametrize(
    "recipe", [[{"op": "grayscale"}], [{"op": "faces"}, {"op": "rotate"}, {"op": "faces"}]], ids=str
)
def test_faces_that_were_not_searched_or_twice_cannot_be_corrected(send, jpeg, recipe):
    submission = send({"a.jpg": jpeg}, recipe)
    run()

    with pytest.raises(Refused):
        correct(submission.upload, 1, [], [])


def test_a_deleted_upload_takes_no_correction(client, sent):
    client.delete(
        f"/api/v1/uploads/{sent.upload.slug}", headers={"X-Delete-Token": sent.delete_token}
    )

    assert ask(sent, {"keep": []}).status_code == 404


# Where the boxes lie in a result that was turned


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_box_turned_and_turned_back_is_where_it_was(turn):
    box = RelativeBox(0.1, 0.2, 0.3, 0.4)

    back = box.turned(turn).turned(-turn)

    assert np.allclose([*vars(back).values()], [0.1, 0.2, 0.3, 0.4])


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_face_is_marked_where_it_is_in_a_turned_and_reduced_result(send, face_jpeg, angle):
    steps = [*SOLID, {"op": "rotate", "angle": angle}, {"op": "resize", "max_side": 256}]
    upload = send({"a.jpg": face_jpeg}, steps).upload
    picture = run()

    (box,) = shown_boxes(upload, picture)

    black = (pixels(picture) < 16).all(axis=2)
    rows, columns = (
        slice(round(256 * s), round(256 * (s + d)))
        for s, d in ((box.top + 0.02, box.height - 0.04), (box.left + 0.02, box.width - 0.04))
    )
    assert black[rows, columns].all()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_box_drawn_over_a_turned_result_is_understood(send, face_jpeg, angle):
    upload = send({"a.jpg": face_jpeg}, [*SOLID, {"op": "rotate", "angle": angle}]).upload
    picture = run()
    (box,) = shown_boxes(upload, picture)

    found = box_px(upload, picture, box)

    (face,) = picture.faces
    assert all(abs(found[side] - face[side]) <= 1 for side in found)


# The page


@pytest.fixture
def owner(sent):
    client = Client()
    session = client.session
    session["delete_tokens"] = {sent.upload.slug: sent.delete_token}
    session.save()
    return client


def test_who_sent_it_is_offered_the_faces_and_a_stranger_is_not(client, owner, sent):
    address = f"/r/{sent.upload.slug}/"

    assert owner.get(address).content.count(b'name="show"') == 2
    assert b"uploads/faces." in owner.get(address).content
    assert b'name="show"' not in client.get(address).content
    assert b"uploads/faces." not in client.get(address).content


def test_the_form_uncovers_and_hides(owner, sent):
    answer = owner.post(f"/r/{sent.upload.slug}/1/faces", {"show": ["0"], "add": ["10,80,10,10"]})

    assert (answer.status_code, answer["Location"]) == (303, f"/r/{sent.upload.slug}/")
    faces = run().faces
    assert [face["hidden"] for face in faces] == [False, True, True]
    assert faces[2] | {"x": 102, "y": 240, "width": 103, "height": 30} == faces[2]


def test_the_page_says_how_many_are_hidden_now(owner, sent):
    for show, words in ((["0"], b"1 face hidden."), (["0", "1"], b"No face is hidden: all")):
        owner.post(f"/r/{sent.upload.slug}/1/faces", {"show": show})
        run()
        assert words in owner.get(f"/r/{sent.upload.slug}/").content


@pytest.mark.parametrize(
    "fields",
    [
        {"show": "x"},
        {"add": "1,2,3"},
        {"add": "1,2,3,nan"},
        {"add": "a,b,c,d"},
        {"add": "200,0,1,1"},
    ],
    ids=str,
)
def test_a_form_that_cannot_be_understood_changes_nothing_and_says_so(owner, sent, fields):
    answer = owner.post(f"/r/{sent.upload.slug}/1/faces", fields, follow=True)

    assert b"could not be understood" in answer.content
    assert current().version == 1


def test_a_stranger_with_the_link_cannot_correct_by_the_page(client, sent):
    answer = client.post(f"/r/{sent.upload.slug}/1/faces", {"show": ["0"]})

    assert answer.status_code == 404
    assert current().version == 1


def test_the_form_asks_for_a_csrf_token(sent):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/r/{sent.upload.slug}/1/faces", {"show": ["0"]}).status_code == 403


def test_where_no_face_was_found_a_box_can_be_drawn(send, jpeg, client):
    submission = send({"a.jpg": jpeg}, SOLID)
    run()
    session = client.session
    session["delete_tokens"] = {submission.upload.slug: submission.delete_token}
    session.save()

    page = client.get(f"/r/{submission.upload.slug}/").content

    assert b"No face was found, so nothing is hidden." in page
    assert b"data-draw" in page
