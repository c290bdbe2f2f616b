"""A picture that was handed in becomes a recording: once, whole, without metadata."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from celery.exceptions import Retry
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from cameras.ingest import record_queue
from cameras.models import Camera
from core.stored_files import StorageTrouble, store
from processing.images import Source, decode, encode
from processing.limits import Limits
from recordings import saving
from recordings.models import (
    OrphanedFile,
    QuarterHourCount,
    Recording,
    RecordingSettings,
    RecordingTotals,
)
from recordings.tasks import save_recording
from tests.recordings.conftest import NOON


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
            save_recording(key)
        return store(source, path)

    monkeypatch.setattr(saving, "store", overtaken)
    save_recording(key)

    recording = Recording.objects.get()
    assert stored() == sorted([recording.image, recording.thumbnail])
    assert (RecordingTotals.objects.get().count, OrphanedFile.objects.count()) == (1, 0)


def test_it_is_gone_from_redis_once_kept(enqueue):
    key = enqueue()

    save_recording(key)

    assert record_queue.pending(key) is None


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


def test_what_is_no_picture_is_dropped_with_its_code(enqueue, stored, caplog):
    key = enqueue(b"no picture at all")

    save_recording(key)

    assert (Recording.objects.count(), stored()) == (0, [])
    assert "unsupported_type" in caplog.text
    assert record_queue.pending(key) is None


def test_a_picture_that_killed_three_workers_is_given_up(enqueue, monkeypatch, caplog):
    def too_large(*_args, **_options):
        raise MemoryError

    key = enqueue()
    with monkeypatch.context() as patch:
        patch.setattr(saving, "encode_recording", too_large)
        for _attempt in range(3):
            with pytest.raises(SystemExit):
                save_recording(key)

    save_recording(key)

    assert not Recording.objects.exists()
    assert "processing_failed" in caplog.text


def test_storage_that_recovers_loses_nothing(enqueue, monkeypatch):
    troubles = iter([StorageTrouble("not yet")] * 5)

    def breaks(source, path):
        for trouble in troubles:
            raise trouble
        return store(source, path)

    monkeypatch.setattr(saving, "store", breaks)
    save_recording.apply((enqueue(),))

    assert Recording.objects.count() == 1


def test_pauses_between_tries_grow_and_stay_below_what_the_broker_waits(
    enqueue, monkeypatch, settings
):
    def broken(*_args):
        raise StorageTrouble("gone fishing")

    monkeypatch.setattr(saving, "store", broken)
    pauses: list[Any] = []
    for retries in (0, 1, 40):
        with pytest.raises(Retry) as retry:
            save_recording.apply((enqueue(),), retries=retries, throw=True)
        pauses.append(retry.value.when)

    assert pauses == [2, 4, 60]
    assert max(pauses) < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]


def test_a_picture_made_by_older_settings_is_not_kept(enqueue, camera, stored, caplog):
    old, new = enqueue(version=1), enqueue(version=2)
    camera.hide_faces = True
    camera.save()

    save_recording(old)
    assert stored() == []
    save_recording(new)

    assert Recording.objects.get().key == new
    assert record_queue.pending(old) is None
    assert "its settings have changed" in caplog.text


def test_a_picture_of_a_camera_that_is_gone_is_forgotten(enqueue, stored):
    key = enqueue()
    Camera.objects.all().delete()

    save_recording(key)

    assert (record_queue.pending(key), stored()) == (None, [])


def test_what_a_killed_worker_stored_is_noted_for_removal(enqueue, monkeypatch, stored):
    def killed(_recording):
        raise SystemExit

    monkeypatch.setattr(saving, "_entered", killed)
    with pytest.raises(SystemExit):
        save_recording(enqueue())

    assert sorted(OrphanedFile.objects.values_list("path", flat=True)) == stored()
    assert len(stored()) == 2


def test_decoding_is_not_done_where_cameras_are_captured(settings):
    routes = settings.CELERY_TASK_ROUTES
    assert routes["recordings.tasks.save_recording"] == {"queue": "recordings"}
    for procfile in ("Procfile", "Procfile.dev"):
        assert "pictures,recordings,housekeeping" in (settings.BASE_DIR / procfile).read_text()
