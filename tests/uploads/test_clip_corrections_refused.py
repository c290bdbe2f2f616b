"""Corrections of clips that are turned away: strangers, wrong bodies, clips that have none."""

import pytest
from django.test import Client

from tests.uploads.clip_correcting import BOX, SOLID, ask, current, hidden, run
from uploads.corrections import MAX_ADDED
from uploads.models import Clip, ClipSearch
from uploads.tasks import process_clip


@pytest.mark.parametrize("token", ["", "wrong", "x" * 500])
def test_a_stranger_cannot_correct(sent_clip, token):
    assert ask(sent_clip, {"keep": []}, token).status_code == 404
    assert current().version == 1


WRONG = [
    "no json",
    {"keep": [2]},
    {"keep": [-1]},
    {"nonsense": 1},
    {"add": [{**BOX, "depth": 2}]},
    {"add": [{**BOX, "width": 0}]},
    {"add": [{**BOX, "x": 300}]},
    {"add": [{**BOX, "start_s": -1}]},
    {"add": [{**BOX, "end_s": 0.0}]},
    {"add": [{**BOX, "start_s": 5, "end_s": 6}]},
    '{"add": [{"x": 0, "y": 0, "width": 5, "height": 5, "start_s": NaN, "end_s": 1}]}',
    '{"add": [{"x": 0, "y": 0, "width": 5, "height": 5, "start_s": 0, "end_s": Infinity}]}',
    {"add": [BOX] * (MAX_ADDED + 1)},
]


@pytest.mark.parametrize("body", WRONG, ids=lambda body: str(body)[:40])
def test_what_cannot_be_done_is_refused_and_nothing_changes(sent_clip, body):
    answer = ask(sent_clip, body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")
    assert (current().version, current().state, len(hidden())) == (1, "done", 2)


def test_a_picture_has_no_persons_and_a_clip_no_faces(send, two_people, jpeg):
    submission = send({"photo.jpg": jpeg, "two.mp4": two_people}, SOLID)
    process_clip(Clip.objects.get(number=2).pk)

    assert ask(submission, {"keep": []}, number=1).status_code == 404
    answer = Client().post(
        f"/api/v1/uploads/{submission.upload.slug}/pictures/2/faces",
        "{}",
        content_type="application/json",
        headers={"X-Delete-Token": submission.delete_token},
    )
    assert answer.status_code == 400


def test_a_clip_in_which_nobody_was_looked_for_cannot_be_corrected(send, two_people):
    submission = send({"two.mp4": two_people}, [{"op": "grayscale"}])
    run()

    assert ask(submission, {"add": [BOX]}).status_code == 400
    assert not ClipSearch.objects.exists()


def test_a_clip_whose_original_was_removed_is_not_corrected(send, two_people, settings):
    settings.REMOVE_ORIGINALS = "when-ended"
    submission = send({"two.mp4": two_people}, SOLID)
    run()

    answer = ask(submission, {"keep": []})

    assert (answer.status_code, current().version, hidden()) == (404, 1, [True, True])
