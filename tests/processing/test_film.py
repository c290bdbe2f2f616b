"""Films: every frame in order, whatever shape the pictures have."""

import cv2
import numpy as np
import pytest

from processing.film import Film


def read(path):
    film, frames = cv2.VideoCapture(str(path)), []
    while (answer := film.read())[0]:
        frames.append(answer[1])
    return frames


def test_frames_come_back_in_order(tmp_path):
    with Film(tmp_path / "film.mp4", 64, 48, 10) as film:
        for shade in (20, 120, 220):
            film.add(film.fitted(np.full((48, 64, 3), shade, np.uint8)))

    shades = [int(frame.mean()) for frame in read(tmp_path / "film.mp4")]
    assert np.abs(np.array(shades) - [20, 120, 220]).max() < 10


@pytest.mark.parametrize("shape", [(48, 64), (480, 640, 3), (10, 64, 4), (500, 20, 3)])
def test_a_picture_of_any_shape_keeps_it_between_bars(tmp_path, shape):
    white = np.full(shape, 255, np.uint8)
    with Film(tmp_path / "film.mp4", 64, 48, 10) as film:
        fitted = film.fitted(white)

    seen = np.argwhere(fitted[:, :, 0] > 128)
    height, width = np.ptp(seen, axis=0) + 1
    assert fitted.shape == (48, 64, 3)
    assert width == 64 or height == 48
    assert abs(width * shape[0] - height * shape[1]) <= max(shape[:2])


def test_odd_sides_are_made_even(tmp_path):
    with Film(tmp_path / "film.mp4", 65, 1, 10) as film:
        assert (film.width, film.height) == (64, 2)
