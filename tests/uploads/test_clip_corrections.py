"""Who sent a clip says who is hidden in it: through the API, under the same link."""

import pytest
from django.core.files.storage import default_storage

from core.redis_client import redis_client
from tests.uploads.clip_correcting import BOX, SOLID, ask, current, frames_of, hidden, is_black, run
from uploads.clip_rendering import render_clip
from uploads.models import Clip, ClipSearch, Person
from uploads.removal import remove


def test_the_persons_of_a_clip_are_told(client, sent_clip):
    (clip,) = client.get(f"/api/v1/uploads/{sent_clip.upload.slug}").json()["pictures"]

    assert len(clip["persons"]) == 2
    for person in clip["persons"]:
        assert (person["hidden"], person["added"]) == (True, False)
        assert 0 <= person["start_s"] <= person["end_s"] <= 0.3
        assert person["width"] > 20
        assert "thumbnail" not in person


def test_a_person_who_is_not_kept_is_shown_in_every_frame_and_the_other_in_none(sent_clip):
    answer = ask(sent_clip, {"keep": [1]})

    assert answer.status_code == 202
    assert answer.json()["state"] == "queued"
    clip = run()
    shown, kept = clip.persons.all()
    assert [shown.is_hidden, kept.is_hidden] == [False, True]
    for frame in frames_of(clip):
        assert not is_black(frame, shown)
        assert is_black(frame, kept)


def test_a_box_over_a_span_of_time_is_hidden_in_it(sent_clip):
    ask(sent_clip, {"add": [BOX]})

    clip = run()
    added = clip.persons.get(is_added=True)
    assert (added.is_added, added.index, hidden()) == (True, 2, [True] * 3)
    assert [is_black(frame, added) for frame in frames_of(clip)] == [True] * 3 + [False] * 3


def test_a_person_can_be_hidden_again_and_a_box_left_out(sent_clip):
    ask(sent_clip, {"keep": [], "add": [BOX]})
    run()

    ask(sent_clip, {"keep": [0, 1]})

    clip = run()
    assert (clip.version, hidden()) == (3, [True, True, False])
    frame = frames_of(clip)[1]
    assert [is_black(frame, person) for person in clip.persons.all()] == [True, True, False]


def test_nothing_is_searched_again_and_what_was_found_stays(sent_clip, monkeypatch):
    monkeypatch.setattr("processing.clips.search.look", lambda *_: pytest.fail("searched again"))
    before = bytes(ClipSearch.objects.get().content)

    ask(sent_clip, {"keep": [0]})

    assert run().state == "done"
    assert bytes(ClipSearch.objects.get().content) == before
    assert all(Person.objects.values_list("has_thumbnail", flat=True))


def test_the_link_stays_the_old_result_is_gone_at_once_and_the_new_one_is_another(
    client, sent_clip
):
    before = current().result

    ask(sent_clip, {"keep": []})

    assert not default_storage.exists(before)
    assert client.get(f"/r/{sent_clip.upload.slug}/1/result").status_code == 404
    after = run()
    assert after.result != before
    assert client.get(f"/r/{sent_clip.upload.slug}/1/result").status_code == 200


def test_a_correction_waits_in_the_queue_of_clips(sent_clip, django_capture_on_commit_callbacks):
    redis_client().delete("clips", "pictures")

    with django_capture_on_commit_callbacks(execute=True):
        ask(sent_clip, {"keep": []})

    assert (redis_client().llen("clips"), redis_client().llen("pictures")) == (1, 0)


def test_an_old_run_has_no_say_and_finds_nothing_anew(sent_clip):
    Clip.objects.update(state="running", attempts=1)
    old = current()
    Clip.objects.update(state="done", attempts=3)
    ask(sent_clip, {"keep": []})

    claimed = Clip.claim(old.pk)

    assert (claimed.version, claimed.attempts, claimed.is_corrected) == (2, 1, True)
    assert old.fail("damaged") is False
    assert hidden() == [False, False]


def test_of_two_corrections_at_once_one_has_to_wait(sent_clip):
    assert ask(sent_clip, {"keep": []}).status_code == 202

    answer = ask(sent_clip, {"keep": [0]})

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "busy")
    assert hidden() == [False, False]


def test_whoever_is_too_unsure_for_the_recipe_is_listed_as_shown_and_can_be_hidden(
    send, two_people
):
    submission = send({"two.mp4": two_people}, [{**SOLID[0], "min_score": 1}])
    run()
    assert hidden() == [False, False]

    ask(submission, {"keep": [0]})

    clip = run()
    first, second = clip.persons.all()
    frame = frames_of(clip)[2]
    assert (is_black(frame, first), is_black(frame, second)) == (True, False)


def test_corrections_are_charged_as_work(sent_clip, settings, monkeypatch):
    charged = []
    monkeypatch.setattr("uploads.clip_corrections.charge", lambda *what: charged.append(what))

    ask(sent_clip, {"keep": []})

    assert [(name, cost) for name, _who, cost in charged] == [("work", current().cost)]


def test_what_was_found_goes_with_the_upload(sent_clip):
    remove(sent_clip.upload)

    assert not Person.objects.exists()
    assert not ClipSearch.objects.exists()


def test_a_run_that_lost_its_turn_leaves_no_persons(send, two_people, monkeypatch):
    send({"two.mp4": two_people}, SOLID)
    claimed = Clip.claim(current().pk)
    assert claimed is not None
    Clip.objects.update(attempts=2)

    render_clip(claimed)

    assert not Person.objects.exists()
    assert not default_storage.exists(f"{claimed.upload.folder}/1-1-1-result.mp4")
