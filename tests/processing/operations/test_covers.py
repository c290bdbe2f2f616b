"""Where and how a face is covered."""

import numpy as np
import pytest

from processing.face import Face
from processing.operations.hide import hide_faces
from tests.processing.operations.blocks import blocks_in, changes, covered, noise


@pytest.mark.parametrize("margin", [0.0, 0.2, 1.0])
def test_the_whole_grown_box_is_covered(margin: float) -> None:
    hidden = covered(Face(150, 100, 80, 60, 0.9), "solid", margin)

    rows, columns = (hidden == 0).all(axis=2).nonzero()
    assert (columns.min(), columns.max() + 1) == (150 - 40 * margin, 230 + 40 * margin)
    assert (rows.min(), rows.max() + 1) == (100 - 30 * margin, 160 + 30 * margin)


@pytest.mark.parametrize("style", ["mosaic", "solid"])
@pytest.mark.parametrize("x", [0, 390])
@pytest.mark.parametrize("y", [0, 290])
def test_a_face_at_the_border_is_covered_as_far_as_the_picture_goes(
    style: str, x: int, y: int
) -> None:
    hidden = covered(Face(x, y, 10, 10, 0.9), style, margin=1.0, blocks=3)

    corner = hidden[max(0, y - 5) : y + 15, max(0, x - 5) : x + 15]
    assert hidden.shape == (300, 400, 3)
    assert max(blocks_in(corner)) <= 3


@pytest.mark.parametrize("margin", [0.0, 0.25])
def test_solid_leaves_nothing_to_tell_two_faces_apart(margin: float) -> None:
    face = Face(40, 30, 60, 80, 0.9)
    one, other = noise(200, 200), 255 - noise(200, 200)

    hidden = [
        hide_faces(image, faces=[face], style="solid", margin=margin, blocks=6)
        for image in (one, other)
    ]

    assert (hidden[0][30:110, 40:100] == hidden[1][30:110, 40:100]).all()


@pytest.mark.parametrize("side", [20, 2_000])
@pytest.mark.parametrize("blocks", [3, 6, 12])
@pytest.mark.parametrize("margin", [0.0, 0.25, 1.0])
def test_a_face_has_no_more_blocks_the_larger_it_is(side: int, blocks: int, margin: float) -> None:
    image = noise(side * 2, side * 2)
    face = Face(side // 2, side // 2, side, side, 0.9)

    hidden = hide_faces(image, faces=[face], style="mosaic", margin=margin, blocks=blocks)

    inside = hidden[side // 2 : side * 3 // 2, side // 2 : side * 3 // 2]
    assert changes(inside[side // 2]) <= blocks
    assert changes(inside[:, side // 2]) <= blocks


def test_the_blocks_of_a_face_are_anchored_to_its_box() -> None:
    image = np.tile(noise(100, 100), (2, 2, 1))
    here, there = Face(10, 10, 50, 50, 0.9), Face(110, 110, 50, 50, 0.9)

    hidden = hide_faces(image, faces=[here, there], style="mosaic", margin=0, blocks=5)

    assert (hidden[:100, :100] == hidden[100:, 100:]).all()


def test_every_face_is_covered_even_where_they_overlap() -> None:
    faces_beside_each_other = [Face(10, 10, 60, 60, 0.9), Face(50, 40, 60, 60, 0.8)]

    hidden = hide_faces(
        noise(150, 150), faces=faces_beside_each_other, style="solid", margin=0, blocks=6
    )

    assert not hidden[10:70, 10:70].any()
    assert not hidden[40:100, 50:110].any()


@pytest.mark.parametrize("style", ["mosaic", "blur", "solid"])
def test_an_ellipse_touches_the_sides_of_its_box_and_spares_the_corners(style: str) -> None:
    image = noise(300, 400)

    hidden = hide_faces(
        image,
        faces=[Face(100, 100, 80, 100, 0.9)],
        style=style,
        shape="ellipse",
        margin=0,
        blocks=3,
    )

    changed = (hidden != image).any(axis=2)
    assert changed[150, 101:179].all()
    assert changed[101:199, 140].all()
    assert not changed[100:110, 100:108].any()
    assert 0.77 < changed.sum() / (80 * 100) < 0.79


def test_a_blur_says_no_more_than_a_mosaic_of_as_many_blocks() -> None:
    image = noise(300, 400)
    shuffled = image.copy()
    shuffled[100:120, 150:170] = image[100:120, 150:170][::-1, ::-1]
    face = Face(150, 100, 60, 60, 0.9)

    one, other = (
        hide_faces(picture, faces=[face], style="blur", margin=0, blocks=3)
        for picture in (image, shuffled)
    )

    assert (one[100:160, 150:210] == other[100:160, 150:210]).all()
    assert max(blocks_in(one[100:160, 150:210])) > 6


@pytest.mark.parametrize("side", [1, 2, 5])
@pytest.mark.parametrize("style", ["mosaic", "blur"])
def test_a_face_smaller_than_its_blocks_becomes_one_flat_patch(side: int, style: str) -> None:
    hidden = covered(Face(200, 150, side, side, 0.9), style, margin=1.0, blocks=6)

    patch = hidden[150 - side // 2 : 150 + side, 200 - side // 2 : 200 + side]
    assert (patch == patch[0, 0]).all()


def test_a_small_cover_does_not_refine_a_large_one_that_it_lies_in() -> None:
    face, eye = Face(100, 50, 120, 150, 0.9), Face(140, 90, 20, 20, 0.8)

    alone = covered(face)
    both = [
        hide_faces(noise(300, 400), faces=faces_, style="mosaic", margin=0.0, blocks=6)
        for faces_ in ([face, eye], [eye, face])
    ]

    assert (both[0] == alone).all()
    assert (both[1] == alone).all()
