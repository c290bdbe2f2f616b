"""A picture that was queued becomes a recording: once, whole, without metadata."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from cameras.capture.power import remove as remove_camera
from cameras.ingest import recording_queue
from cameras.ingest.recording_queue import RecordingDetails
from cameras.models import PendingRecording
from core.stored_files import StorageTrouble
from recordings.housekeeping import clean_up
from recordings.models import (
    QuarterHourCount,
    Recording,
    RecordingTotals,
)
from recordings.tasks import save_recording
from tests.recordings.conftest import NOON
from uploads.models import OrphanedFile


def test_a_picture_becomes_a_row_with_two_files(enqueue, camera, stored):
    save_recording(enqueue(comment="by the door", score=1.5, ended_at=NOON.timestamp() + 3))

    recording = Recording.objects.get()
    assert (recording.camera, recording.reason, recording.comment) == (
        camera,
        "motion",
        "by the door",
    )
    assert (recording.taken_at, recording.width, recording.height) == (NOON, 64, 48)
    assert recording.ended_at == datetime(2026, 11, 20, 12, 0, 3, tzinfo=UTC)
    assert stored() == sorted([recording.image, recording.thumbnail])
    assert recording.size_bytes == default_storage.size(recording.image) + default_storage.size(
        recording.thumbnail
    )
    assert not OrphanedFile.objects.exists()


def test_it_is_counted(enqueue, camera):
    save_recording(enqueue())
    save_recording(enqueue())

    totals = RecordingTotals.objects.get()
    assert (totals.camera, totals.count) == (camera, 2)
    assert totals.size_bytes == sum(recording.size_bytes for recording in Recording.objects.all())
    assert QuarterHourCount.objects.get().count == 2


def test_the_same_message_twice_keeps_one(enqueue, stored):
    key = enqueue()

    save_recording(key)
    save_recording(key)

    assert (Recording.objects.count(), len(stored())) == (1, 2)


def test_what_waits_is_gone_once_kept(enqueue, jpeg, stored):
    save_recording(enqueue(before=jpeg))

    assert not PendingRecording.objects.exists()
    assert stored() == sorted(Recording.objects.get().paths)


def test_a_picture_queued_twice_under_a_key_waits_once(camera, jpeg, stored):
    details = RecordingDetails(camera.pk, "motion", NOON.timestamp())
    for _ in range(2):
        recording_queue.enqueue(jpeg, details, "a" * 32)

    assert PendingRecording.objects.count() == 1
    assert stored() == PendingRecording.objects.get().paths
    assert not OrphanedFile.objects.exists()


def test_what_cannot_be_stored_is_not_accepted(camera, jpeg, monkeypatch, stored):
    def full(*_args):
        raise OSError("no space left on device")

    details = RecordingDetails(camera.pk, "motion", NOON.timestamp())
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", full, raising=False)
        with pytest.raises(StorageTrouble):
            recording_queue.enqueue(jpeg, details)

    assert (PendingRecording.objects.count(), stored()) == (0, [])


def test_what_is_no_picture_is_dropped_with_its_code_and_known_for_a_day(enqueue, stored, caplog):
    save_recording(enqueue(b"no picture at all"))

    pending = PendingRecording.objects.get()
    assert (Recording.objects.count(), stored()) == (0, [])
    assert (pending.state, pending.error_code) == ("failed", "unsupported_type")
    assert "unsupported_type" in caplog.text
    clean_up()
    assert recording_queue.is_known(pending.key)
    PendingRecording.objects.update(ended_at=timezone.now() - timedelta(days=2))
    clean_up()
    assert not recording_queue.is_known(pending.key)


def test_a_picture_of_a_camera_that_is_removed_goes_with_its_files(enqueue, camera, stored):
    enqueue()

    remove_camera(camera)
    clean_up()

    assert (PendingRecording.objects.count(), stored()) == (0, [])


def test_decoding_is_not_done_where_cameras_are_captured(settings):
    routes = settings.CELERY_TASK_ROUTES
    assert routes["recordings.tasks.save_recording"] == {"queue": "recordings"}
    for procfile in ("Procfile", "Procfile.dev"):
        assert "pictures,recordings,housekeeping" in (settings.BASE_DIR / procfile).read_text()
