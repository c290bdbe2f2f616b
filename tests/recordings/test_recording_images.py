"""What is stored of a picture: after a recipe, with boxes, a thumbnail and no metadata."""

import numpy as np
import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from processing.images import FileTraits, decode, encode
from processing.limits import Limits
from recordings.models import (
    Recording,
    RecordingSettings,
)
from recordings.tasks import save_recording


def kept_pixels(recording):
    with default_storage.open(recording.image) as file:
        return decode(file.read(), Limits())[0]


def test_a_recipe_is_carried_out_and_boxes_shrink_with_the_picture(enqueue, camera, astronaut):
    recipe = [{"op": "resize", "max_side": 256}, {"op": "grayscale"}]
    RecordingSettings.objects.create(camera=camera, recipe=recipe)
    box = {"x": 100, "y": 40, "width": 60, "height": 80, "score": 2.5}

    save_recording(enqueue(encode(astronaut, FileTraits("JPEG")).content, boxes=[box]))

    recording = Recording.objects.get()
    assert (recording.width, recording.height) == (256, 256)
    assert recording.boxes == [{"x": 50, "y": 20, "width": 30, "height": 40, "score": 2.5}]
    assert np.ptp(kept_pixels(recording).reshape(256, 256, -1).astype(int), axis=2).max() == 0


def test_what_led_up_to_it_is_kept_after_the_same_recipe(enqueue, camera, stored, astronaut):
    RecordingSettings.objects.create(camera=camera, recipe=[{"op": "grayscale"}])
    before = encode(astronaut, FileTraits("JPEG")).content

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

    save_recording(enqueue(encode(grey, FileTraits("JPEG")).content, boxes=[box]))

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

    save_recording(enqueue(encode(wide, FileTraits("JPEG")).content))

    with default_storage.open(Recording.objects.get().thumbnail) as file:
        assert decode(file.read(), Limits())[0].shape[:2] == (160, 320)
