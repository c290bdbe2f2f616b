"""Which part of a frame has changed since it was looked at."""

import numpy as np
import pytest

from processing.live.changes import Changes
from processing.live.place import WHOLE, Place
from tests.processing.live_frames import noise


@pytest.fixture
def frame():
    return noise(720, 1280) // 2


@pytest.fixture
def changes(frame):
    changes = Changes()
    changes.looked(frame, WHOLE)
    return changes


def test_before_anything_was_looked_at_all_has_changed(frame):
    assert Changes().part(frame) == WHOLE


def test_a_frame_of_another_shape_has_changed_everywhere(changes):
    assert changes.part(noise(480, 640)) == WHOLE


def test_noise_is_no_change(changes, frame):
    noisy = frame + np.random.default_rng(2).normal(0, 8, frame.shape)

    assert changes.part(np.clip(noisy, 0, 255).astype(np.uint8)) is None


def test_the_box_about_all_that_changed_is_told(changes, frame):
    frame[80:160, 320:400] += 40
    frame[560:600, 640:720] += 40

    assert changes.part(frame) == Place(320 / 1280, 80 / 720, 720 / 1280, 600 / 720)


def test_the_same_picture_as_large_as_its_camera_gives_it_has_not_changed(changes, frame):
    assert changes.part(frame.repeat(2, axis=0).repeat(2, axis=1)) is None


def test_noise_in_a_small_frame_is_no_change_either():
    changes, frame = Changes(), noise(480, 640) // 2
    changes.looked(frame, WHOLE)
    noisy = frame + np.random.default_rng(2).normal(0, 8, frame.shape)

    assert changes.part(np.clip(noisy, 0, 255).astype(np.uint8)) is None


def test_what_was_looked_at_has_not_changed(changes, frame):
    frame[80:160, 320:400] += 40
    frame[560:600, 640:720] += 40

    changes.looked(frame, Place(0.0, 0.0, 1.0, 0.5))

    assert changes.part(frame) == Place(640 / 1280, 560 / 720, 720 / 1280, 600 / 720)
