"""Faces covered in a JPEG whose other blocks stay as they were."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from processing import faces
from processing.cover import covers
from processing.face import Face
from processing.images import Image, decode
from processing.lossless import cover_losslessly
from processing.operations.hide import hide_faces
from processing.pipeline import process
from processing.recipe import Recipe
from tests.processing.coefficients import (
    HIDE,
    LIMITS,
    MARKER,
    changed_blocks,
    coefficients,
    jpeg_of,
    layout,
)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_a_block_that_no_face_lies_in_keeps_its_coefficients(
    astronaut: Image, orientation: int, subsampling: int
) -> None:
    file = jpeg_of(astronaut, orientation=orientation, subsampling=subsampling)

    outcome = process(file, HIDE, LIMITS)

    (face,) = outcome.faces
    (cover,) = covers([face], shape="box", margin=0.25, size=(512, 512))
    changed = changed_blocks(coefficients(file, orientation), coefficients(outcome.file.content), 0)
    rows, columns = changed.nonzero()
    height, width = layout(file, orientation).upright().unit_px
    assert rows.min() * 8 >= cover.top // height * height
    assert (rows.max() + 1) * 8 <= -(-cover.bottom // height) * height
    assert columns.min() * 8 >= cover.left // width * width
    assert (columns.max() + 1) * 8 <= -(-cover.right // width) * width


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_the_face_is_gone_whichever_way_the_camera_was_held(
    astronaut: Image, orientation: int, subsampling: int
) -> None:
    file = jpeg_of(astronaut, orientation=orientation, subsampling=subsampling)

    outcome = process(file, HIDE, LIMITS)

    image, _ = decode(outcome.file.content, LIMITS)
    assert not faces.find(image)
    assert image[90:150, 195:255].max() < 12
    assert np.abs(image[300:].astype(int) - astronaut[300:]).mean() < 4


@pytest.mark.parametrize("shape", ["box", "ellipse"])
def test_only_units_that_a_cover_touches_are_coded_anew(astronaut: Image, shape: str) -> None:
    file = jpeg_of(astronaut)
    face = Face(160, 96, 96, 128, 1.0)
    hidden = hide_faces(astronaut, faces=[face], style="solid", shape=shape, margin=0, blocks=6)

    result = cover_losslessly(
        file, layout(file, 1), hidden, covers([face], shape=shape, margin=0, size=(512, 512))
    )

    changed = changed_blocks(coefficients(file), coefficients(result), 0)
    expected = (hidden != astronaut).any(axis=2).reshape(32, 16, 32, 16).any(axis=(1, 3))
    assert (changed <= expected.repeat(2, axis=0).repeat(2, axis=1)).all()
    assert changed[14:26, 24:28].all()


def test_what_is_coded_anew_is_the_same_for_two_different_faces(astronaut: Image) -> None:
    face = Face(160, 96, 96, 128, 1.0)
    cover = covers([face], shape="box", margin=0, size=(512, 512))
    results = []
    for image in (astronaut, np.ascontiguousarray(255 - astronaut[::-1])):
        file = jpeg_of(image)
        hidden = hide_faces(image, faces=[face], style="solid", margin=0, blocks=6)
        results.append(coefficients(cover_losslessly(file, layout(file, 1), hidden, cover)))

    one, other = results
    for component, row, columns in ((0, 12, slice(20, 32)), (1, 6, slice(10, 16))):
        assert (one[component, row][columns] == other[component, row][columns]).all()


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"quality": 30}], ids=str)
def test_the_covered_part_looks_like_the_picture_it_was_made_of(
    astronaut: Image, options: dict[str, Any]
) -> None:
    file = jpeg_of(astronaut, **options)
    face = Face(170, 50, 110, 140, 1.0)

    result, _ = decode(process(file, HIDE, LIMITS, [face]).file.content, LIMITS)
    anew = Recipe.parse([{"op": "faces", "style": "solid", "lossless": False}])
    expected, _ = decode(process(file, anew, LIMITS, [face]).file.content, LIMITS)

    assert np.abs(result.astype(int) - expected).mean() < 2


def test_nothing_of_the_original_but_its_pixels_is_in_the_result(astronaut: Image) -> None:
    file = jpeg_of(astronaut, orientation=6)

    content = process(file, HIDE, LIMITS).file.content

    result = Pillow.open(io.BytesIO(content))
    assert file.count(MARKER) == 3
    assert MARKER not in content
    assert content.endswith(b"\xff\xd9")
    assert b"\xff\xd8" not in content[2:]
    assert not dict(result.getexif())
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(result.info)
