"""The job that saves a recording: once, whatever is killed, lost or away."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisAway

from cameras.models import PendingRecording
from core.redis_client import redis_client
from core.stored_files import StorageTrouble, store
from recordings import saving
from recordings.models import (
    Recording,
    RecordingTotals,
)
from recordings.tasks import save_recording, sweep_recordings
from uploads.models import OrphanedFile


def test_two_workers_at_once_keep_one(enqueue, monkeypatch, stored):
    """While one stores its files, another one comes and is quicker."""
    key, others = enqueue(), iter([True])

    def overtaken(source, path):
        for _other in others:
            end_lease()
            save_recording(key)
        return store(source, path)

    monkeypatch.setattr(saving, "store", overtaken)
    save_recording(key)

    recording = Recording.objects.get()
    assert stored() == sorted([recording.image, recording.thumbnail])
    assert (RecordingTotals.objects.get().count, OrphanedFile.objects.count()) == (1, 0)


def test_a_run_that_lost_its_turn_leaves_nothing_behind(enqueue, monkeypatch, stored):
    """Its lease is over, and another run has begun, before it has stored its files."""
    pending_id = enqueue()

    def taken_over(source, path):
        PendingRecording.objects.update(attempts=2)
        store(source, path)

    monkeypatch.setattr(saving, "store", taken_over)
    save_recording(pending_id)

    pending = PendingRecording.objects.get()
    assert (Recording.objects.count(), stored()) == (0, [pending.content])
    assert pending.state == "running"


def test_what_lost_its_message_is_swept(enqueue, sent):
    pending_id = enqueue()
    redis_client().flushdb()
    PendingRecording.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    sweep_recordings()

    assert sent == [("recordings.tasks.save_recording", (pending_id,))]


def test_what_was_kept_by_a_worker_that_was_killed_before_the_notification_is_notified_once_more(
    enqueue, monkeypatch
):
    def killed(_recording):
        raise SystemExit

    pending_id = enqueue()
    with monkeypatch.context() as patch:
        patch.setattr(saving.notification, "notify", killed)
        with pytest.raises(SystemExit):
            save_recording(pending_id)
    notified: list[Recording] = []
    monkeypatch.setattr(saving.notification, "notify", notified.append)
    end_lease()
    save_recording(pending_id)

    assert notified == [Recording.objects.get()]
    assert not PendingRecording.objects.exists()


def test_a_picture_that_killed_three_workers_is_given_up(enqueue, monkeypatch, stored):
    def too_large(*_args, **_options):
        raise MemoryError

    pending_id = enqueue()
    monkeypatch.setattr(saving, "encode_recording", too_large)
    for _attempt in range(3):
        with pytest.raises(SystemExit):
            save_recording(pending_id)
        end_lease()

    save_recording(pending_id)

    pending = PendingRecording.objects.get()
    assert (pending.state, pending.error_code, stored()) == ("failed", "processing_failed", [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [StorageTrouble, OperationalError, RedisAway])
def test_what_may_pass_is_waited_for_as_long_as_it_takes(enqueue, monkeypatch, error):
    pending_id, troubles = enqueue(), iter([error("not yet")] * 5)
    pauses: list[int] = []

    def breaks(source, path):
        for trouble in troubles:
            raise trouble
        return store(source, path)

    monkeypatch.setattr(saving, "store", breaks)
    for _try in range(5):
        save_recording(pending_id)
        due_in = PendingRecording.objects.get().due_at - timezone.now()
        pauses.append(round(due_in.total_seconds()))
    save_recording(pending_id)

    assert Recording.objects.count() == 1
    assert pauses == [4, 8, 16, 32, 60]


def test_what_a_killed_worker_stored_is_named_for_removal(enqueue, monkeypatch, stored):
    def killed(_recording, _pending):
        raise SystemExit

    monkeypatch.setattr(saving, "_entered", killed)
    with pytest.raises(SystemExit):
        save_recording(enqueue())

    orphans = list(OrphanedFile.objects.values_list("path", flat=True))
    assert sorted([*orphans, PendingRecording.objects.get().content]) == stored()
    assert len(orphans) == 2


def end_lease():
    PendingRecording.objects.update(due_at=timezone.now() - timedelta(seconds=1))
