"""Other sizes of a picture, its shape kept."""

import numpy as np
import pytest

from processing.scaling import scaled, to_long_side, to_width


@pytest.mark.parametrize("shape", [(40, 80), (40, 80, 3), (40, 80, 4)], ids=str)
def test_a_picture_is_brought_to_a_width_or_a_longer_side(shape: tuple[int, ...]) -> None:
    image = np.zeros(shape, np.uint8)

    assert to_width(image, 20).shape == (10, 20, *shape[2:])
    assert to_long_side(image.swapaxes(0, 1), 20).shape == (20, 10, *shape[2:])


def test_a_smaller_picture_is_returned_as_it_is() -> None:
    image = np.zeros((40, 80), np.uint8)

    assert to_width(image, 80) is image
    assert to_long_side(image, 90) is image


@pytest.mark.parametrize("max_width", [1, 7, 320, 333, 640, 1279])
def test_the_width_asked_for_is_met_to_the_pixel(max_width: int) -> None:
    assert to_width(np.zeros((3, 1280), np.uint8), max_width).shape == (
        max(1, round(3 * max_width / 1280)),
        max_width,
    )


def test_a_pixel_of_a_reduced_picture_is_the_mean_of_its_area() -> None:
    image = np.array([[0, 100], [100, 200]], np.uint8)

    assert scaled(image, 0.5).tolist() == [[100]]


def test_no_side_vanishes() -> None:
    assert scaled(np.zeros((1, 900), np.uint8), 0.01).shape == (1, 9)
