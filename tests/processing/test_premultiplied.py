"""Linear filters on pictures with alpha."""

import cv2
import numpy as np
import pytest

from processing.pixels import Image
from processing.premultiplied import filtered, filtered_in_strips, is_opaque, on_white


def noise(shape: tuple[int, ...]) -> Image:
    return np.random.default_rng(0).integers(1, 256, shape, np.uint8)


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3), (5, 7, 4), (600, 7, 4)], ids=str)
def test_a_filter_that_does_nothing_changes_nothing_that_is_seen(shape: tuple[int, ...]) -> None:
    image = noise(shape)

    assert (filtered(image, lambda samples: samples) == image).all()


def test_colour_under_alpha_0_is_not_kept() -> None:
    image = noise((5, 7, 4))
    image[:, :3, 3] = 0

    done = filtered(image, lambda samples: samples)

    assert not done[:, :3].any()
    assert (done[:, 3:] == image[:, 3:]).all()


def test_a_mean_weighs_each_colour_by_its_alpha() -> None:
    image = np.array([[[200, 0, 0, 255], [0, 100, 0, 51]]], np.uint8)

    mean = filtered(
        image, lambda samples: cv2.resize(samples, (1, 1), interpolation=cv2.INTER_AREA)
    )

    assert np.abs(mean[0, 0].astype(int) - (167, 17, 0, 153)).max() <= 1


def test_a_filter_in_strips_leaves_no_seam() -> None:
    image = noise((700, 40, 4))

    def soft(samples):
        return cv2.GaussianBlur(samples, (0, 0), 5)

    assert (filtered_in_strips(image, soft, 21) == filtered(image, soft)).all()


def test_pictures_without_alpha_and_those_that_hide_nothing_are_opaque() -> None:
    hidden = np.full((4, 4, 4), 255, np.uint8)
    hidden[3, 3, 3] = 254

    assert is_opaque(noise((4, 4)))
    assert is_opaque(noise((4, 4, 3)))
    assert is_opaque(np.full((4, 4, 4), 255, np.uint8))
    assert not is_opaque(hidden)


def test_a_picture_on_white_is_a_mixture_with_it() -> None:
    image = np.array([[[0, 50, 100, 0], [0, 50, 100, 51], [0, 50, 100, 255]]], np.uint8)

    assert on_white(image).tolist() == [[[255, 255, 255], [204, 214, 224], [0, 50, 100]]]
