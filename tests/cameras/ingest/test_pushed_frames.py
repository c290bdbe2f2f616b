"""Pushed frames become recordings, each once; the newest is shown."""

import time

import pytest
from django.core.files.storage import default_storage
from kombu.exceptions import OperationalError

from cameras import keys
from cameras.ingest.recording_queue import RecordingDetails
from cameras.models import PendingRecording
from core.redis_client import redis_client
from recordings.models import Recording


def kept():
    """What was queued for recording, by time."""
    waiting = PendingRecording.objects.all()
    pairs = [(stored(one.content), RecordingDetails(**one.details)) for one in waiting]
    return sorted(pairs, key=lambda pair: pair[1].taken_at)


def stored(path):
    with default_storage.open(path) as file:
        return file.read()


def shown(door):
    entries = redis_client().xrange(keys.inbox(door.pk))
    return [float(fields[b"at"]) for _id, fields in entries]


def test_a_frame_is_kept_and_shown(push, door, jpeg):
    now = time.time()

    assert push(comment="by the door", taken_at=f"{now:.6f}").status_code == 204

    [(content, waiting)] = kept()
    assert content == jpeg
    assert (waiting.camera_id, waiting.reason, waiting.comment) == (
        door.pk,
        "observer",
        "by the door",
    )
    assert waiting.taken_at == pytest.approx(now, abs=1e-6)
    assert shown(door) == [waiting.taken_at]


def test_frames_without_a_time_are_of_now_and_all_kept(push, door):
    for _ in range(3):
        push()

    assert len(kept()) == 3
    assert len(shown(door)) == 3


def test_a_frame_that_is_not_to_be_kept_is_only_shown(push, door):
    assert push(record="false").status_code == 204

    assert kept() == []
    assert len(shown(door)) == 1


def test_a_frame_that_was_late_is_kept_and_not_shown(push, door):
    now = time.time()
    push(taken_at=now)

    assert push(taken_at=now - 6 * 86_400).status_code == 204

    assert len(kept()) == 2
    assert shown(door) == pytest.approx([now])


def test_a_late_frame_that_is_not_to_be_kept_is_refused(push):
    now = time.time()
    push(taken_at=now, record="false")

    assert push(taken_at=now - 1, record="false").status_code == 409


def test_the_same_frame_twice_is_kept_once(push):
    now = time.time()
    push(taken_at=now)

    again = push(taken_at=now)

    assert (again.status_code, again.json()["error"]["code"]) == (409, "replayed")
    assert len(kept()) == 1


def test_a_replay_is_known_when_redis_has_forgotten_and_when_it_was_kept(push, run_tasks):
    now = time.time()
    push(taken_at=now)
    redis_client().flushdb()
    assert push(taken_at=now).status_code == 409
    run_tasks()
    redis_client().flushdb()

    assert push(taken_at=now).status_code == 409
    assert (kept(), Recording.objects.count()) == ([], 1)


def test_a_frame_whose_storing_failed_may_be_sent_again(push, monkeypatch):
    now = time.time()
    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "save", _fail, raising=False)
        assert push(taken_at=now).status_code == 503

    assert push(taken_at=now).status_code == 204
    assert len(kept()) == 1


def _fail(*_arguments):
    raise OSError("no space left on device")


def test_with_the_queue_away_a_frame_is_accepted_all_the_same(
    push, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*_args, **_to):
        raise OperationalError("no broker")

    monkeypatch.setattr("celery.current_app.send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        assert push().status_code == 204

    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("away_s", "status"), [(30, 204), (90, 400), (-6.9 * 86_400, 204), (-7.1 * 86_400, 400)]
)
def test_the_senders_clock_may_be_a_minute_ahead_and_a_week_behind(push, away_s, status):
    answer = push(taken_at=time.time() + away_s)

    assert answer.status_code == status
    assert len(kept()) == (status == 204)


def test_a_frame_of_more_than_5_mb_is_refused(push, jpeg):
    answer = push(jpeg + bytes(5_000_000))

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "file_too_large")
    assert "5 MB" in answer.json()["error"]["message"]


def test_what_comes_faster_than_it_can_be_kept_is_to_be_sent_later(push, monkeypatch):
    monkeypatch.setattr("cameras.ingest.pushed_frames.MAX_WAITING", 2)

    answers = [push() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [204, 204, 503]
    assert answers[2]["Retry-After"] == "5"
    assert len(kept()) == 2


def test_pictures_for_viewers_alone_are_not_held_up(push, monkeypatch):
    monkeypatch.setattr("cameras.ingest.pushed_frames.MAX_WAITING", 0)

    assert push(record="false").status_code == 204


@pytest.mark.parametrize("word", ["maybe", "1"])
def test_a_wish_that_is_not_understood_is_refused(push, word):
    answer = push(record=word)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith("record: ")
