"""What an AVIF's clean aperture cuts away is not shown."""

import numpy as np
import pytest

from processing.headers import clean_aperture
from tests.processing.images.apertures import with_aperture
from tests.processing.images.round_trip import again, decoded
from tests.processing.picture_files import four_corners, gradient, saved


def avif() -> bytes:
    return saved(four_corners(), "AVIF", quality=95)


def test_a_quarter_about_a_corner_is_shown_and_nothing_else() -> None:
    content = with_aperture(avif(), 60, 1, 30, 1, -32, 1, -16, 1)  # about (32, 16): red

    image = decoded(content)

    assert image.shape == (30, 60, 3)
    assert np.abs(image[2:-2, 2:-2].astype(int) - (0, 0, 255)).max() < 20
    assert decoded(again(content)).shape == (30, 60, 3)


def test_fractions_are_rounded_to_whole_pixels() -> None:
    assert clean_aperture(with_aperture(avif(), 241, 4, 61, 2, 1, 2, -1, 4)) == (34, 16, 60, 30)


@pytest.mark.parametrize(
    "numbers",
    [
        (60, 0, 30, 1, 0, 1, 0, 1),
        (0, 1, 30, 1, 0, 1, 0, 1),
        (60, 1, 30, 1, 90, 1, 0, 1),
        (60, 1, 30, 1, 0, 1, -18, 1),
        (129, 1, 30, 1, 0, 1, 0, 1),
        (2**32 - 1, 1, 2**32 - 1, 1, 0, 1, 0, 1),
    ],
)
def test_an_aperture_that_does_not_lie_in_the_picture_is_passed_over(
    numbers: tuple[int, ...],
) -> None:
    content = with_aperture(avif(), *numbers)

    assert clean_aperture(content) is None
    assert decoded(content).shape == (64, 128, 3)


def test_a_picture_without_an_aperture_is_shown_whole() -> None:
    assert clean_aperture(saved(gradient(), "AVIF")) is None
    assert clean_aperture(b"no picture") is None
