"""A JPEG whose faces are covered: every other block is what it was, and these hold no face."""

import io
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from processing import faces, turbojpeg
from processing.cover import covers
from processing.face import Face
from processing.images import Image, decode
from processing.images.jpeg import layout_of
from processing.limits import Limits
from processing.lossless import cover_losslessly
from processing.operations.hide import hide_faces
from processing.pipeline import process
from processing.recipe import Recipe
from processing.turbojpeg import NotRewritable, rewrite

LIMITS = Limits()
HIDE = Recipe.parse([{"op": "faces", "style": "solid"}])
LIE_DOWN = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_90,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_270,
}
"""How an upright picture is stored so that its EXIF orientation puts it upright again."""
Rows = dict[tuple[int, int], np.ndarray]
MARKER = b"GAZOKAKO-SECRET"


def jpeg_of(image: Image, *, orientation: int = 1, **options: Any) -> bytes:
    """A camera's JPEG of an upright picture: stored as it was held, with a comment and EXIF."""
    picture = Pillow.fromarray(image[..., ::-1] if image.ndim == 3 else image)
    if orientation > 1:
        picture = picture.transpose(LIE_DOWN[orientation])
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = MARKER.decode()
    file = io.BytesIO()
    picture.save(file, "JPEG", **{"quality": 92, "exif": exif, "comment": MARKER, **options})
    return file.getvalue() + MARKER


def coefficients(file: bytes, orientation: int = 1) -> Rows:
    """Every row of blocks of every component, upright."""
    rows = {}

    def keep(component: int, row: int, blocks: np.ndarray) -> None:
        rows[component, row] = blocks.copy()

    rewrite(file, orientation, keep)
    return rows


def layout(file: bytes, orientation: int):
    return layout_of(Pillow.open(io.BytesIO(file)), orientation)


def changed_blocks(before: Rows, after: Rows, component: int) -> np.ndarray:
    """Which blocks of a component differ, (rows, columns)."""
    rows = sorted(row for number, row in before if number == component)
    return np.array([(before[component, row] != after[component, row]).any(axis=1) for row in rows])


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


def test_a_grey_jpeg_stays_grey_and_its_face_goes(astronaut: Image) -> None:
    grey = np.asarray(cv2.cvtColor(astronaut, cv2.COLOR_BGR2GRAY), np.uint8)
    file = jpeg_of(grey)

    outcome = process(file, HIDE, LIMITS)

    image, _ = decode(outcome.file.content, LIMITS)
    assert image.ndim == 2
    assert not faces.find(np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8))
    assert not changed_blocks(coefficients(file), coefficients(outcome.file.content), 0)[40:].any()


@pytest.mark.parametrize("side", [497, 505, 511])
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_sides_that_cut_a_unit_end_upright_all_the_same(
    astronaut: Image, side: int, orientation: int
) -> None:
    image = np.ascontiguousarray(astronaut[:side, :side])

    outcome = process(jpeg_of(image, orientation=orientation), HIDE, LIMITS)

    result, _ = decode(outcome.file.content, LIMITS)
    assert result.shape == image.shape
    assert np.abs(result[300:].astype(int) - image[300:]).mean() < 5


def test_a_face_cut_by_the_edge_of_a_cut_unit_is_covered_to_the_last_pixel(
    astronaut: Image,
) -> None:
    image = np.ascontiguousarray(astronaut[:150, :243])
    face = Face(180, 60, 63, 90, 1.0)

    result, _ = decode(process(jpeg_of(image), HIDE, LIMITS, [face]).file.content, LIMITS)

    assert result[62:, 182:].max() < 12


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


@pytest.mark.parametrize(
    "recipe",
    [
        [{"op": "faces", "lossless": False}],
        [{"op": "faces"}, {"op": "sharpen"}],
        [{"op": "resize"}, {"op": "faces"}],
    ],
    ids=str,
)
def test_a_recipe_that_asks_for_more_or_less_is_coded_anew(
    astronaut: Image, recipe: list[dict[str, object]]
) -> None:
    file = jpeg_of(astronaut)

    content = process(file, Recipe.parse(recipe), LIMITS).file.content

    assert changed_blocks(coefficients(file), coefficients(content), 0)[40:].any()


def test_other_kinds_of_jpeg_are_coded_anew(astronaut: Image) -> None:
    cmyk, rgb = io.BytesIO(), io.BytesIO()
    picture = Pillow.fromarray(np.ascontiguousarray(astronaut[..., ::-1]))
    picture.convert("CMYK").save(cmyk, "JPEG")
    picture.save(rgb, "JPEG", keep_rgb=True)

    for file in (cmyk.getvalue(), rgb.getvalue()):
        image, source = decode(file, LIMITS)
        result, _ = decode(process(file, HIDE, LIMITS).file.content, LIMITS)
        assert source.layout is None
        assert not faces.find(result)
        assert np.abs(result[300:].astype(int) - image[300:]).mean() < 4


def test_without_the_library_a_jpeg_is_coded_anew(
    astronaut: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turbojpeg, "_library", lambda: None)

    image, _ = decode(process(jpeg_of(astronaut), HIDE, LIMITS).file.content, LIMITS)

    assert not faces.find(image)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"no picture"])
def test_what_is_no_jpeg_cannot_be_rewritten(content: bytes) -> None:
    with pytest.raises(NotRewritable):
        rewrite(content, 1, lambda *_: None)


def test_a_truncated_jpeg_cannot_be_rewritten(astronaut: Image) -> None:
    with pytest.raises(NotRewritable):
        rewrite(jpeg_of(astronaut)[:20_000], 1, lambda *_: None)


def test_an_error_in_the_edit_comes_back_as_it_was(astronaut: Image) -> None:
    def break_down(*_arguments: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rewrite(jpeg_of(astronaut), 1, break_down)
