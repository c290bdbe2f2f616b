"""Grey, brown and even light."""

import cv2
import numpy as np
import pytest

from processing.images import Image
from processing.operations import OPERATIONS

GRAYSCALE, SEPIA, EVEN_LIGHT = (OPERATIONS[name] for name in ("grayscale", "sepia", "even_light"))


def lab(image: Image) -> list[Image]:
    """Lightness, a and b."""
    return list(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2LAB), np.uint8).transpose(2, 0, 1))


def test_grayscale_makes_the_channels_equal(photo: Image) -> None:
    grey = GRAYSCALE.apply(photo)

    assert (grey == grey[:, :, :1]).all()


def test_grayscale_weighs_the_channels_as_rec_601_does() -> None:
    blue_green_red = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)

    grey = GRAYSCALE.apply(blue_green_red)

    assert grey[0, :, 0].tolist() == [29, 150, 76]


def test_grayscale_twice_is_grayscale_once(photo: Image) -> None:
    once = GRAYSCALE.apply(photo)

    assert (GRAYSCALE.apply(once) == once).all()


def test_grayscale_leaves_a_grey_picture_as_it_is(photo: Image) -> None:
    grey = np.ascontiguousarray(photo[:, :, 0])

    assert (GRAYSCALE.apply(grey) == grey).all()


def test_sepia_of_strength_0_is_the_picture_itself(photo: Image) -> None:
    assert (SEPIA.apply(photo, strength=0.0) == photo).all()


def test_sepia_turns_grey_into_brown() -> None:
    grey = np.full((9, 9, 3), 120, np.uint8)

    blue, green, red = SEPIA.apply(grey)[0, 0]

    assert blue < green < red


def test_sepia_of_any_colour_has_one_hue(photo: Image) -> None:
    dark = photo // 3  # bright colours are cut off at white

    sepia = SEPIA.apply(dark).astype(float)

    blue, green, red = sepia[sepia.min(axis=2) > 20].T
    assert np.ptp(green / red) < 0.05
    assert np.ptp(blue / red) < 0.05


@pytest.mark.parametrize("strength", [0.25, 0.5, 0.75])
def test_sepia_blends_between_the_picture_and_brown(photo: Image, strength: float) -> None:
    dark = photo // 2
    full = SEPIA.apply(dark, strength=1.0).astype(float)

    blend = SEPIA.apply(dark, strength=strength)

    assert np.abs(blend - ((1 - strength) * dark + strength * full)).max() <= 1.5


@pytest.mark.parametrize("strength", [1.0, 2.0, 8.0])
def test_even_light_leaves_hue_nearly_alone(astronaut: Image, strength: float) -> None:
    _, a, b = lab(astronaut)

    _, new_a, new_b = lab(EVEN_LIGHT.apply(astronaut, strength=strength))

    assert cv2.absdiff(a, new_a).mean() < 1.5
    assert cv2.absdiff(b, new_b).mean() < 1.5


def test_even_light_lifts_a_dark_corner() -> None:
    detail = np.random.default_rng(0).integers(0, 20, (256, 256, 1), np.uint8).repeat(3, axis=2)
    detail[:, 128:] += 180

    lifted = EVEN_LIGHT.apply(detail, strength=4.0)

    assert lifted[:, :96].mean() > detail[:, :96].mean() + 5
    assert lifted[:, :96].std() > 1.5 * detail[:, :96].std()


def test_even_light_acts_more_the_stronger_it_is(astronaut: Image) -> None:
    lightness, _, _ = lab(astronaut)

    changes = [
        cv2.absdiff(lightness, lab(EVEN_LIGHT.apply(astronaut, strength=strength))[0]).mean()
        for strength in (1.0, 2.0, 4.0, 8.0)
    ]

    assert changes == sorted(changes)
    assert changes[-1] > changes[0] + 2


def test_even_light_keeps_grey_grey(photo: Image) -> None:
    grey = GRAYSCALE.apply(photo)

    result = EVEN_LIGHT.apply(grey).astype(int)

    assert np.ptp(result, axis=2).max() <= 1
