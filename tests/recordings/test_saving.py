"""A picture that was handed in becomes a recording: once, whole, without metadata."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import timezone
from PIL import Image as Pillow
from redis.exceptions import ConnectionError as RedisAway

from cameras.capture.power import remove as remove_camera
from cameras.ingest import record_queue
from cameras.ingest.record_queue import RecordDetails
from cameras.models import PendingRecording
from core.redis_client import redis_client
from core.stored_files import StorageTrouble, store
from processing.images import Source, decode, encode
from processing.limits import Limits
from recordings import saving
from recordings.housekeeping import clean_up
from recordings.models import (
    QuarterHourCount,
    Recording,
    RecordingSettings,
    RecordingTotals,
)
from recordings.tasks import save_recording, sweep_recordings
from tests.recordings.conftest import NOON
from uploads.models import OrphanedFile


def kept_pixels(recording):
    with default_storage.open(recording.image) as file:
        return decode(file.read(), Limits())[0]


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


def test_what_waits_is_gone_once_kept(enqueue, jpeg, stored):
    save_recording(enqueue(before=jpeg))

    assert not PendingRecording.objects.exists()
    assert stored() == sorted(Recording.objects.get().paths)


def test_a_picture_handed_in_twice_under_a_key_waits_once(camera, jpeg, stored):
    details = RecordDetails(camera.pk, "motion", NOON.timestamp())
    for _ in range(2):
        record_queue.enqueue(jpeg, details, "a" * 32)

    assert PendingRecording.objects.count() == 1
    assert stored() == PendingRecording.objects.get().paths
    assert not OrphanedFile.objects.exists()


def test_what_cannot_be_stored_is_not_accepted(camera, jpeg, monkeypatch, stored):
    def full(*_args):
        raise OSError("no space left on device")

    details = RecordDetails(camera.pk, "motion", NOON.timestamp())
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", full, raising=False)
        with pytest.raises(StorageTrouble):
            record_queue.enqueue(jpeg, details)

    assert (PendingRecording.objects.count(), stored()) == (0, [])


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


def test_a_recipe_is_carried_out_and_boxes_shrink_with_the_picture(enqueue, camera, astronaut):
    recipe = [{"op": "resize", "max_side": 256}, {"op": "grayscale"}]
    RecordingSettings.objects.create(camera=camera, recipe=recipe)
    box = {"x": 100, "y": 40, "width": 60, "height": 80, "score": 2.5}

    save_recording(enqueue(encode(astronaut, Source("JPEG")).content, boxes=[box]))

    recording = Recording.objects.get()
    assert (recording.width, recording.height) == (256, 256)
    assert recording.boxes == [{"x": 50, "y": 20, "width": 30, "height": 40, "score": 2.5}]
    assert np.ptp(kept_pixels(recording).reshape(256, 256, -1).astype(int), axis=2).max() == 0


def test_what_led_up_to_it_is_kept_after_the_same_recipe(enqueue, camera, stored, astronaut):
    RecordingSettings.objects.create(camera=camera, recipe=[{"op": "grayscale"}])
    before = encode(astronaut, Source("JPEG")).content

    save_recording(enqueue(before=before))

    recording = Recording.objects.get()
    assert stored() == sorted([recording.image, recording.thumbnail, recording.before])
    assert recording.size_bytes == sum(default_storage.size(path) for path in recording.paths)
    with default_storage.open(recording.before) as file:
        image = decode(file.read(), Limits())[0]
    assert image.shape[:2] == astronaut.shape[:2]
    assert image.ndim == 2 or np.ptp(image.astype(int), axis=2).max() == 0


def test_without_it_there_is_no_such_file(enqueue, stored):
    save_recording(enqueue())

    assert not Recording.objects.get().has_before
    assert len(stored()) == 2


def test_boxes_of_a_picture_that_is_turned_are_left_out(enqueue, camera):
    RecordingSettings.objects.create(camera=camera, recipe=[{"op": "rotate", "angle": 90}])

    save_recording(enqueue(boxes=[{"x": 1, "y": 2, "width": 3, "height": 4}]))

    recording = Recording.objects.get()
    assert (recording.width, recording.height, recording.boxes) == (48, 64, [])


@pytest.mark.parametrize("draws", [False, True])
def test_boxes_are_drawn_into_the_kept_picture_only_if_asked(enqueue, camera, draws):
    RecordingSettings.objects.create(camera=camera, draw_boxes=draws)
    grey = np.full((240, 320, 3), 90, np.uint8)
    box = {"x": 50, "y": 60, "width": 100, "height": 80}

    save_recording(enqueue(encode(grey, Source("JPEG")).content, boxes=[box]))

    pixels = kept_pixels(Recording.objects.get()).astype(int)
    assert bool(np.abs(pixels[60, 60:140] - 90).max() > 50) is draws
    assert np.abs(pixels[100:130, 70:130] - 90).max() < 5


def test_what_an_observer_sends_loses_its_metadata(enqueue, photo, tmp_path, stored):
    file = tmp_path / "observed.webp"
    exif = Pillow.Exif()
    exif[0x010E] = "my home address"
    Pillow.fromarray(photo).save(file, exif=exif)

    save_recording(enqueue(file.read_bytes(), reason="observer"))

    recording = Recording.objects.get()
    with default_storage.open(recording.image) as kept:
        content = kept.read()
    assert content.startswith(b"\xff\xd8")
    assert b"my home address" not in content


def test_a_wide_picture_has_a_thumbnail_of_320_pixels(enqueue):
    wide = np.zeros((500, 1000, 3), np.uint8)

    save_recording(enqueue(encode(wide, Source("JPEG")).content))

    with default_storage.open(Recording.objects.get().thumbnail) as file:
        assert decode(file.read(), Limits())[0].shape[:2] == (160, 320)


def test_what_is_no_picture_is_dropped_with_its_code_and_known_for_a_day(enqueue, stored, caplog):
    save_recording(enqueue(b"no picture at all"))

    pending = PendingRecording.objects.get()
    assert (Recording.objects.count(), stored()) == (0, [])
    assert (pending.state, pending.error_code) == ("failed", "unsupported_type")
    assert "unsupported_type" in caplog.text
    clean_up()
    assert record_queue.is_known(pending.key)
    PendingRecording.objects.update(ended_at=timezone.now() - timedelta(days=2))
    clean_up()
    assert not record_queue.is_known(pending.key)


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


def test_a_picture_of_a_camera_that_is_removed_goes_with_its_files(enqueue, camera, stored):
    enqueue()

    remove_camera(camera)
    clean_up()

    assert (PendingRecording.objects.count(), stored()) == (0, [])


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


def test_decoding_is_not_done_where_cameras_are_captured(settings):
    routes = settings.CELERY_TASK_ROUTES
    assert routes["recordings.tasks.save_recording"] == {"queue": "recordings"}
    for procfile in ("Procfile", "Procfile.dev"):
        assert "pictures,recordings,housekeeping" in (settings.BASE_DIR / procfile).read_text()
