"""Blur, sharpen, pencil sketch and edges."""

import numpy as np
import pytest

from processing.images import Image
from processing.operations import OPERATIONS

BLUR, SHARPEN, SKETCH, EDGES = (OPERATIONS[name] for name in ("blur", "sharpen", "sketch", "edges"))


def step(side: int = 600) -> Image:
    """Dark on the left, light on the right, (side, side, 3) BGR."""
    image = np.full((side, side, 3), 80, np.uint8)
    image[:, side // 2 :] = 170
    return image


def contrast(image: Image) -> float:
    """The steepest slope between neighbouring columns."""
    return float(np.abs(np.diff(image.astype(int), axis=1)).max())


@pytest.mark.parametrize("radius", [0.5, 2.0, 5.0, 10.0])
def test_blur_keeps_the_mean_and_lowers_the_variance(astronaut: Image, radius: float) -> None:
    soft = BLUR.apply(astronaut, radius=radius)

    assert np.abs(soft.mean(axis=(0, 1)) - astronaut.mean(axis=(0, 1))).max() < 1
    assert soft.var() < astronaut.var()


def test_blur_takes_away_more_the_wider_it_is(astronaut: Image) -> None:
    variances = [BLUR.apply(astronaut, radius=radius).var() for radius in (0.5, 1.0, 2.0, 4.0, 8.0)]

    assert variances == sorted(variances, reverse=True)


def test_blur_is_as_wide_at_any_size() -> None:
    small, large = (BLUR.apply(step(side), radius=5.0) for side in (200, 800))

    assert np.abs(large[::4, ::4].astype(int) - small).max() < 15


def test_blur_spreads_a_step_by_its_radius() -> None:
    soft = BLUR.apply(step()[:300], radius=10.0)[150, :, 0]  # sigma is 30 px

    assert abs(soft[270] - (80 + 90 * 0.159)) < 5  # the normal distribution at -1 and +1
    assert abs(soft[330] - (80 + 90 * 0.841)) < 5


def test_blur_and_sharpen_leave_a_flat_picture_alone() -> None:
    flat = np.full((300, 300, 3), 77, np.uint8)

    assert (BLUR.apply(flat) == flat).all()
    assert (SHARPEN.apply(flat) == flat).all()


@pytest.mark.parametrize("amount", [0.5, 1.0, 3.0])
def test_sharpen_raises_the_contrast_of_an_edge(amount: float) -> None:
    assert contrast(SHARPEN.apply(step(), amount=amount)) > contrast(step())


def test_sharpen_acts_on_small_pictures_too() -> None:
    step = np.full((60, 60, 3), 80, np.uint8)
    step[:, 30:] = 170

    assert OPERATIONS["sharpen"].apply(step, amount=1).std() > step.std()


def test_sharpen_acts_more_the_larger_its_amount(astronaut: Image) -> None:
    variances = [SHARPEN.apply(astronaut, amount=amount).var() for amount in (0.1, 1.0, 2.0, 3.0)]

    assert variances[0] > astronaut.var()
    assert variances == sorted(variances)


def test_sharpen_leaves_what_is_far_from_an_edge_alone() -> None:
    sharp = SHARPEN.apply(step(), amount=3.0)

    assert (sharp[:, :280] == 80).all()
    assert (sharp[:, 320:] == 170).all()


@pytest.mark.parametrize("operation", [SKETCH, EDGES], ids=["sketch", "edges"])
def test_a_drawing_is_grey_on_white(operation, astronaut: Image) -> None:
    drawing = operation.apply(astronaut)

    assert (drawing == drawing[:, :, :1]).all()
    assert np.median(drawing) > 200
    assert drawing.min() < 60


@pytest.mark.parametrize("operation", [SKETCH, EDGES], ids=["sketch", "edges"])
@pytest.mark.parametrize("shade", [0, 1, 128, 255])
def test_a_drawing_of_a_flat_picture_has_no_lines(operation, shade: int) -> None:
    flat = np.full((64, 64, 3), shade, np.uint8)

    drawing = operation.apply(flat)

    assert np.ptp(drawing) == 0
    assert drawing.min() == 255 or shade == 0


@pytest.mark.parametrize("operation", [SKETCH, EDGES], ids=["sketch", "edges"])
def test_a_drawing_is_white_far_from_any_edge(operation) -> None:
    drawing = operation.apply(step())

    assert (drawing[:, :260] == 255).all()
    assert (drawing[:, 340:] == 255).all()
    assert drawing[:, 280:320].min() < 255


def test_a_softer_sketch_has_broader_strokes(astronaut: Image) -> None:
    darkness = [
        255 - SKETCH.apply(astronaut, softness=softness).mean() for softness in (0.1, 0.5, 1, 3, 5)
    ]

    assert darkness == sorted(darkness)


def test_edges_are_black_or_white(astronaut: Image) -> None:
    assert set(np.unique(EDGES.apply(astronaut))) == {0, 255}


def test_more_sensitivity_draws_more_edges(astronaut: Image) -> None:
    black = [
        (EDGES.apply(astronaut, sensitivity=sensitivity) == 0).mean()
        for sensitivity in (1, 30, 60, 100)
    ]

    assert black == sorted(black)
    assert black[0] < black[-1]
