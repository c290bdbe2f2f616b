"""Turning and shrinking."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.images import Image
from processing.operations import OPERATIONS
from processing.operations.geometry import resize

ROTATE, RESIZE = OPERATIONS["rotate"], OPERATIONS["resize"]


def with_alpha(photo: Image) -> Image:
    return np.dstack((photo, photo[:, :, 0]))


def test_rotate_turns_clockwise() -> None:
    image = np.array([[1, 2], [3, 4], [5, 6]], np.uint8)

    assert ROTATE.apply(image, angle=90).tolist() == [[5, 3, 1], [6, 4, 2]]
    assert ROTATE.apply(image, angle=180).tolist() == [[6, 5], [4, 3], [2, 1]]
    assert ROTATE.apply(image, angle=270).tolist() == [[2, 4, 6], [1, 3, 5]]


def test_four_quarter_turns_are_none(photo: Image) -> None:
    turned = photo
    for _ in range(4):
        turned = ROTATE.apply(turned, angle=90)

    assert (turned == photo).all()


def test_a_turn_and_its_opposite_are_none(photo: Image) -> None:
    there = ROTATE.apply(photo, angle=90)

    assert (ROTATE.apply(there, angle=270) == photo).all()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_alpha_is_turned_along(photo: Image, angle: int) -> None:
    turned = ROTATE.apply(with_alpha(photo), angle=angle)

    assert (turned[:, :, 3] == turned[:, :, 0]).all()
    assert (turned[:, :, :3] == ROTATE.apply(photo, angle=angle)).all()


def test_alpha_is_shrunk_along(photo: Image) -> None:
    picture = with_alpha(photo)

    small = RESIZE.apply(picture, max_side=16)

    assert small.shape == (12, 16, 4)
    alpha = RESIZE.apply(picture[:, :, 3], max_side=16)
    assert np.abs(small[:, :, 3].astype(int) - alpha).max() <= 1


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(1, 200), st.integers(16, 150))
def test_resize_keeps_the_ratio_and_the_bound(width: int, height: int, max_side: int) -> None:
    result = resize(np.zeros((height, width), np.uint8), max_side)

    new_height, new_width = result.shape
    assert max(new_width, new_height) == min(max(width, height), max_side)
    exact = min(width, height) * max(new_width, new_height) / max(width, height)
    assert abs(min(new_width, new_height) - max(1, exact)) <= 0.5


@pytest.mark.parametrize("max_side", [64, 65, 12_000])
def test_resize_never_enlarges(photo: Image, max_side: int) -> None:
    assert (RESIZE.apply(photo, max_side=max_side) == photo).all()


def test_resize_mixes_the_pixels_it_puts_together() -> None:
    checkerboard = (np.indices((400, 400)).sum(axis=0) % 2 * 255).astype(np.uint8)

    small = RESIZE.apply(checkerboard, max_side=100)

    assert np.abs(small.astype(int) - 127).max() <= 1


def test_resize_keeps_the_mean(astronaut: Image) -> None:
    small = RESIZE.apply(astronaut, max_side=100)

    assert np.abs(small.mean(axis=(0, 1)) - astronaut.mean(axis=(0, 1))).max() < 1


def test_a_line_of_pixels_keeps_one_across() -> None:
    assert RESIZE.apply(np.zeros((1, 12_000, 3), np.uint8), max_side=16).shape == (1, 16, 3)
    assert RESIZE.apply(np.zeros((12_000, 1, 3), np.uint8), max_side=16).shape == (16, 1, 3)
