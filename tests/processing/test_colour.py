"""Grey, BGR and BGRA into one another."""

import numpy as np
import pytest

from processing.colour import join_alpha, split_alpha, to_bgr, to_grey
from processing.pixels import Image

SHAPES = pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3), (5, 7, 4)], ids=str)


def noise(shape: tuple[int, ...]) -> Image:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


@SHAPES
def test_every_picture_can_be_had_in_bgr_and_in_grey(shape: tuple[int, ...]) -> None:
    assert to_bgr(noise(shape)).shape == (5, 7, 3)
    assert to_grey(noise(shape)).shape == (5, 7)


def test_what_is_right_already_is_not_copied() -> None:
    colour, grey = noise((5, 7, 3)), noise((5, 7))

    assert to_bgr(colour) is colour
    assert to_grey(grey) is grey


def test_grey_is_the_luma_of_rec_601() -> None:
    blue_green_red = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)

    assert to_grey(blue_green_red).tolist() == [[29, 150, 76]]


@SHAPES
def test_alpha_set_aside_can_be_put_back(shape: tuple[int, ...]) -> None:
    image = noise(shape)

    colour, alpha = split_alpha(image)

    assert colour.shape == (5, 7, 3)
    assert (alpha is not None) == (shape[2:] == (4,))
    assert (join_alpha(colour, alpha) == (image if image.ndim == 3 else image[..., None])).all()
