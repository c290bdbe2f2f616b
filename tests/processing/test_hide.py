"""Covering faces, a region or everything, so that nothing is left to recognise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing import faces
from processing.face import Face
from processing.images import Image
from processing.operations import OPERATIONS
from processing.operations.hide import hide_faces, mosaic

FACES, PIXELATE = OPERATIONS["faces"], OPERATIONS["pixelate"]


def noise(height: int, width: int) -> Image:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)


def changes(line: Image) -> int:
    """How many runs of one colour a line of pixels (length, 3) has."""
    return 1 + int((line[1:] != line[:-1]).any(axis=1).sum())


def blocks_in(image: Image) -> tuple[int, int]:
    """The most runs of one colour along any row, and along any column."""
    across = max(changes(row) for row in image)
    down = max(changes(column) for column in image.transpose(1, 0, 2))
    return across, down


def covered(face: Face, style: str = "mosaic", margin: float = 0.0, blocks: int = 6) -> Image:
    """A noisy picture of 400 x 300 px with one face covered."""
    return hide_faces(noise(300, 400), faces=[face], style=style, margin=margin, blocks=blocks)


# Mosaic


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


def test_a_mosaic_cannot_be_told_from_that_of_its_shuffled_blocks() -> None:
    image = noise(60, 60)
    shuffled = image.copy()
    shuffled[:20, :20] = image[:20, :20][::-1, ::-1]

    assert (mosaic(image, 3) == mosaic(shuffled, 3)).all()


def test_a_mosaic_of_a_mosaic_is_the_same_one() -> None:
    once = mosaic(noise(60, 90), 6)

    assert (mosaic(once, 6) == once).all()


# Faces


@pytest.mark.parametrize("style", ["mosaic", "solid"])
@pytest.mark.parametrize("blocks", [3, 6, 12])
def test_no_face_is_found_where_one_was_covered(astronaut: Image, style: str, blocks: int) -> None:
    hidden = FACES.apply(astronaut, style=style, blocks=blocks)

    assert faces.find(astronaut)
    assert not faces.find(hidden)


@pytest.mark.parametrize("style", ["mosaic", "solid"])
def test_a_covered_face_stays_hidden_at_any_size(astronaut: Image, style: str) -> None:
    hidden = FACES.apply(astronaut, style=style)

    for max_side in (64, 128, 256):
        assert not faces.find(OPERATIONS["resize"].apply(hidden, max_side=max_side))


def test_the_face_of_a_picture_with_alpha_is_covered_too(astronaut: Image) -> None:
    opaque = np.dstack((astronaut, np.full(astronaut.shape[:2], 255, np.uint8)))

    hidden, found = FACES.run(opaque, {})

    assert len(found) == 1
    assert (hidden[:, :, :3] == FACES.apply(astronaut)).all()


@pytest.mark.parametrize("style", ["mosaic", "solid"])
def test_nothing_changes_outside_the_grown_box(astronaut: Image, style: str) -> None:
    (face,) = faces.find(astronaut)
    hidden = FACES.apply(astronaut, style=style, margin=0.25)

    changed_rows, changed_columns = (hidden != astronaut).any(axis=2).nonzero()

    assert changed_columns.min() >= np.floor(face.x - face.width * 0.125)
    assert changed_columns.max() < np.ceil(face.x + face.width * 1.125)
    assert changed_rows.min() >= np.floor(face.y - face.height * 0.125)
    assert changed_rows.max() < np.ceil(face.y + face.height * 1.125)


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


def test_without_faces_the_picture_stays(photo: Image) -> None:
    assert (FACES.apply(photo) == photo).all()


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


def test_a_face_that_is_not_sure_enough_is_neither_hidden_nor_told_of(astronaut: Image) -> None:
    hidden, found = FACES.run(astronaut, {"min_score": 0.99})

    assert found == []
    assert (hidden == astronaut).all()


def test_faces_that_are_given_are_hidden_and_no_others(astronaut: Image) -> None:
    elsewhere = Face(300, 400, 50, 50, 1.0)

    hidden, told = FACES.run(astronaut, {"style": "solid", "margin": 0.0}, [elsewhere])

    assert told == [elsewhere]
    assert not hidden[400:450, 300:350].any()
    assert (hidden[:400] == astronaut[:400]).all()


@pytest.mark.parametrize("style", ["mosaic", "blur", "solid"])
@pytest.mark.parametrize("shape", ["box", "ellipse"])
def test_transparency_stays_as_it_was(astronaut: Image, style: str, shape: str) -> None:
    alpha = np.random.default_rng(1).integers(0, 256, (512, 512), np.uint8)

    hidden = FACES.apply(np.dstack((astronaut, alpha)), style=style, shape=shape)

    assert (hidden[:, :, 3] == alpha).all()
    assert (hidden[:, :, :3] != astronaut).any()


# A region


def test_pixelate_touches_nothing_outside_its_region(astronaut: Image) -> None:
    result = PIXELATE.apply(astronaut, blocks=10, left=25.0, top=50.0, width=50.0, height=25.0)

    untouched = np.ones(astronaut.shape[:2], bool)
    untouched[256:384, 128:384] = False
    assert (result[untouched] == astronaut[untouched]).all()
    assert max(blocks_in(result[256:384, 128:384])) <= 10


def test_pixelate_takes_the_whole_picture_unless_it_is_told() -> None:
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
