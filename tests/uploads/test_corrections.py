"""The uploader corrects the faces: uncovers one, hides another; the link stays as it was."""

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from processing.images import decode
from processing.limits import Limits
from processing.refusal import Refused
from tests.uploads.correcting import BOX, ask, current, is_black, pixels, run
from uploads.corrections import MAX_ADDED, correct
from uploads.models import Picture


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


def test_the_small_copy_of_the_old_result_goes_with_it(sent):
    copy = default_storage.save(f"{sent.upload.folder}/1-1-1-preview.jpg", ContentFile(b"copy"))
    sent.upload.pictures.update(preview=copy)

    ask(sent, {"keep": []})

    assert not default_storage.exists(copy)
    assert current().preview == ""


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


def test_of_two_corrections_at_once_one_has_to_wait(sent):
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
