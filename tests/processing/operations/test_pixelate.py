"""A region, or the whole picture, in coarse squares."""

import numpy as np
import pytest

from processing.images import Image
from tests.processing.operations.blocks import PIXELATE, blocks_in, noise


def test_pixelate_touches_nothing_outside_its_region(astronaut: Image) -> None:
    result = PIXELATE.apply(astronaut, blocks=10, left=25.0, top=50.0, width=50.0, height=25.0)

    untouched = np.ones(astronaut.shape[:2], bool)
    untouched[256:384, 128:384] = False
    assert (result[untouched] == astronaut[untouched]).all()
    assert max(blocks_in(result[256:384, 128:384])) <= 10


def test_pixelate_takes_the_whole_picture_unless_areas_are_given() -> None:
    result = PIXELATE.apply(noise(200, 300), blocks=30)

    assert blocks_in(result) == (30, 20)


@pytest.mark.parametrize("corner", [0.0, 99.0, 99.9, 100.0])
def test_a_region_that_leaves_the_picture_is_cut_at_its_border(corner: float) -> None:
    image = noise(50, 70)

    result = PIXELATE.apply(image, left=corner, top=corner, width=100.0, height=100.0, blocks=4)

    assert result.shape == image.shape
    assert (result[: int(corner / 2), :] == image[: int(corner / 2), :]).all()


def test_a_region_is_rounded_so_that_it_is_covered_whole() -> None:
    image = noise(90, 90)

    result = PIXELATE.apply(image, blocks=4, left=35.5, top=35.5, width=30.0, height=30.0)

    rows, columns = (result != image).any(axis=2).nonzero()
    assert (rows.min(), rows.max()) == (columns.min(), columns.max()) == (31, 58)
