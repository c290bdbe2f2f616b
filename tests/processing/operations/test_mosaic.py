"""A mosaic holds so many means and nothing else."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.operations.hide import mosaic
from tests.processing.operations.blocks import blocks_in, noise


@settings(deadline=None)
@given(st.integers(1, 120), st.integers(1, 120), st.integers(3, 40))
def test_a_mosaic_has_at_most_that_many_blocks_a_side(height: int, width: int, blocks: int) -> None:
    across, down = blocks_in(mosaic(noise(height, width), blocks))

    assert max(across, down) <= blocks


def test_the_blocks_of_a_mosaic_are_the_means_of_what_they_cover() -> None:
    image = noise(60, 90)

    tiled = mosaic(image, 3)

    for top, left in ((0, 0), (0, 30), (30, 60)):
        original = image[top : top + 30, left : left + 30]
        assert np.abs(tiled[top, left] - original.mean(axis=(0, 1))).max() <= 0.5


def test_a_mosaic_is_the_same_as_that_of_its_shuffled_blocks() -> None:
    image = noise(60, 60)
    shuffled = image.copy()
    shuffled[:20, :20] = image[:20, :20][::-1, ::-1]

    assert (mosaic(image, 3) == mosaic(shuffled, 3)).all()


def test_a_mosaic_of_a_mosaic_is_the_same_one() -> None:
    once = mosaic(noise(60, 90), 6)

    assert (mosaic(once, 6) == once).all()
