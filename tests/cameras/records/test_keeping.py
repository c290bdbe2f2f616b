"""A picture that was handed in becomes a record: once, whole, without metadata."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from celery.exceptions import Retry
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from cameras.models import Activity, Camera, Record, RecordRules, Stray, Tally
from cameras.records import handing_in, keeping
from cameras.tasks import keep_record
from processing.images import Source, decode, encode
from processing.limits import Limits
from tests.cameras.records.conftest import NOON
from uploads.files import StorageTrouble, store


def kept_pixels(record):
    with default_storage.open(record.image) as file:
        return decode(file.read(), Limits())[0]


def test_a_picture_becomes_a_row_with_two_files(hand_in, camera, stored):
    keep_record(hand_in(comment="by the door", score=1.5, ended_at=NOON.timestamp() + 3))

    record = Record.objects.get()
    assert (record.camera, record.reason, record.comment) == (camera, "motion", "by the door")
    assert (record.taken_at, record.width, record.height) == (NOON, 64, 48)
    assert record.ended_at == datetime(2026, 11, 20, 12, 0, 3, tzinfo=UTC)
    assert stored() == sorted([record.image, record.thumbnail])
    assert record.bytes == default_storage.size(record.image) + default_storage.size(
        record.thumbnail
    )
    assert not Stray.objects.exists()


def test_it_is_counted(hand_in, camera):
    keep_record(hand_in())
    keep_record(hand_in())

    tally = Tally.objects.get()
    assert (tally.camera, tally.records) == (camera, 2)
    assert tally.bytes == sum(record.bytes for record in Record.objects.all())
    assert Activity.objects.get().records == 2


def test_the_same_message_twice_keeps_one(hand_in, stored):
    key = hand_in()

    keep_record(key)
    keep_record(key)

    assert (Record.objects.count(), len(stored())) == (1, 2)


def test_two_workers_at_once_keep_one(hand_in, monkeypatch, stored):
    """While one stores its files, another one comes and is quicker."""
    key, others = hand_in(), iter([True])

    def overtaken(source, path):
        for _other in others:
            keep_record(key)
        return store(source, path)

    monkeypatch.setattr(keeping, "store", overtaken)
    keep_record(key)

    record = Record.objects.get()
    assert stored() == sorted([record.image, record.thumbnail])
    assert (Tally.objects.get().records, Stray.objects.count()) == (1, 0)


def test_it_is_gone_from_redis_once_kept(hand_in):
    key = hand_in()

    keep_record(key)

    assert handing_in.handed_in(key) is None


def test_a_recipe_is_carried_out_and_boxes_shrink_with_the_picture(hand_in, camera, astronaut):
    recipe = [{"op": "resize", "max_side": 256}, {"op": "grayscale"}]
    RecordRules.objects.create(camera=camera, recipe=recipe)
    box = {"x": 100, "y": 40, "width": 60, "height": 80, "score": 2.5}

    keep_record(hand_in(encode(astronaut, Source("JPEG")).content, boxes=[box]))

    record = Record.objects.get()
    assert (record.width, record.height) == (256, 256)
    assert record.boxes == [{"x": 50, "y": 20, "width": 30, "height": 40, "score": 2.5}]
    assert np.ptp(kept_pixels(record).reshape(256, 256, -1).astype(int), axis=2).max() == 0


def test_what_led_up_to_it_is_kept_after_the_same_recipe(hand_in, camera, stored, astronaut):
    RecordRules.objects.create(camera=camera, recipe=[{"op": "grayscale"}])
    before = encode(astronaut, Source("JPEG")).content

    keep_record(hand_in(before=before))

    record = Record.objects.get()
    assert stored() == sorted([record.image, record.thumbnail, record.before])
    assert record.bytes == sum(default_storage.size(path) for path in record.paths)
    with default_storage.open(record.before) as file:
        image = decode(file.read(), Limits())[0]
    assert image.shape[:2] == astronaut.shape[:2]
    assert image.ndim == 2 or np.ptp(image.astype(int), axis=2).max() == 0


def test_without_it_there_is_no_such_file(hand_in, stored):
    keep_record(hand_in())

    assert not Record.objects.get().has_before
    assert len(stored()) == 2


def test_boxes_of_a_picture_that_is_turned_are_left_out(hand_in, camera):
    RecordRules.objects.create(camera=camera, recipe=[{"op": "rotate", "angle": 90}])

    keep_record(hand_in(boxes=[{"x": 1, "y": 2, "width": 3, "height": 4}]))

    record = Record.objects.get()
    assert (record.width, record.height, record.boxes) == (48, 64, [])


@pytest.mark.parametrize("draws", [False, True])
def test_boxes_are_drawn_into_the_kept_picture_only_if_asked(hand_in, camera, draws):
    RecordRules.objects.create(camera=camera, draw_boxes=draws)
    grey = np.full((240, 320, 3), 90, np.uint8)
    box = {"x": 50, "y": 60, "width": 100, "height": 80}

    keep_record(hand_in(encode(grey, Source("JPEG")).content, boxes=[box]))

    pixels = kept_pixels(Record.objects.get()).astype(int)
    assert bool(np.abs(pixels[60, 60:140] - 90).max() > 50) is draws
    assert np.abs(pixels[100:130, 70:130] - 90).max() < 5


def test_what_an_observer_sends_loses_its_metadata(hand_in, photo, tmp_path, stored):
    file = tmp_path / "observed.webp"
    exif = Pillow.Exif()
    exif[0x010E] = "my home address"
    Pillow.fromarray(photo).save(file, exif=exif)

    keep_record(hand_in(file.read_bytes(), reason="observer"))

    record = Record.objects.get()
    with default_storage.open(record.image) as kept:
        content = kept.read()
    assert content.startswith(b"\xff\xd8")
    assert b"my home address" not in content


def test_a_wide_picture_has_a_thumbnail_of_320_pixels(hand_in):
    wide = np.zeros((500, 1000, 3), np.uint8)

    keep_record(hand_in(encode(wide, Source("JPEG")).content))

    with default_storage.open(Record.objects.get().thumbnail) as file:
        assert decode(file.read(), Limits())[0].shape[:2] == (160, 320)


def test_what_is_no_picture_is_dropped_with_its_code(hand_in, stored, caplog):
    key = hand_in(b"no picture at all")

    keep_record(key)

    assert (Record.objects.count(), stored()) == (0, [])
    assert "unsupported_type" in caplog.text
    assert handing_in.handed_in(key) is None


def test_a_picture_that_killed_three_workers_is_given_up(hand_in, monkeypatch, caplog):
    def too_large(*_args, **_options):
        raise MemoryError

    key = hand_in()
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "printed", too_large)
        for _attempt in range(3):
            with pytest.raises(SystemExit):
                keep_record(key)

    keep_record(key)

    assert not Record.objects.exists()
    assert "processing_failed" in caplog.text


def test_storage_that_recovers_loses_nothing(hand_in, monkeypatch):
    troubles = iter([StorageTrouble("not yet")] * 5)

    def breaks(source, path):
        for trouble in troubles:
            raise trouble
        return store(source, path)

    monkeypatch.setattr(keeping, "store", breaks)
    keep_record.apply((hand_in(),))

    assert Record.objects.count() == 1


def test_pauses_between_tries_grow_and_stay_below_what_the_broker_waits(
    hand_in, monkeypatch, settings
):
    def broken(*_args):
        raise StorageTrouble("gone fishing")

    monkeypatch.setattr(keeping, "store", broken)
    pauses: list[Any] = []
    for retries in (0, 1, 40):
        with pytest.raises(Retry) as retry:
            keep_record.apply((hand_in(),), retries=retries, throw=True)
        pauses.append(retry.value.when)

    assert pauses == [2, 4, 60]
    assert max(pauses) < settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]


def test_a_picture_of_a_camera_that_is_gone_is_forgotten(hand_in, stored):
    key = hand_in()
    Camera.objects.all().delete()

    keep_record(key)

    assert (handing_in.handed_in(key), stored()) == (None, [])


def test_what_a_killed_worker_stored_is_noted_for_removal(hand_in, monkeypatch, stored):
    def killed(_record):
        raise SystemExit

    monkeypatch.setattr(keeping, "_entered", killed)
    with pytest.raises(SystemExit):
        keep_record(hand_in())

    assert sorted(Stray.objects.values_list("path", flat=True)) == stored()
    assert len(stored()) == 2


def test_decoding_is_not_done_where_cameras_are_captured(settings):
    routes = settings.CELERY_TASK_ROUTES
    assert routes["cameras.tasks.keep_record"] == {"queue": "records"}
    for procfile in ("Procfile", "Procfile.dev"):
        assert "pictures,records,housekeeping" in (settings.BASE_DIR / procfile).read_text()
