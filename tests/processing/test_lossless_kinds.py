"""Which JPEGs and recipes keep their blocks, and which are coded anew."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from processing import faces
from processing.face import Face
from processing.images import Image, decode
from processing.pipeline import process
from processing.recipe import Recipe
from processing.turbojpeg import rewriting
from tests.processing.coefficients import HIDE, LIMITS, changed_blocks, coefficients, jpeg_of


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
        image, traits = decode(file, LIMITS)
        result, _ = decode(process(file, HIDE, LIMITS).file.content, LIMITS)
        assert traits.layout is None
        assert not faces.find(result)
        assert np.abs(result[300:].astype(int) - image[300:]).mean() < 4


def test_without_the_library_a_jpeg_is_coded_anew(
    astronaut: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "library", lambda: None)

    image, _ = decode(process(jpeg_of(astronaut), HIDE, LIMITS).file.content, LIMITS)

    assert not faces.find(image)


def test_a_jpeg_whose_table_cannot_show_a_cover_is_coded_anew(astronaut: Image) -> None:
    file = bytearray(jpeg_of(astronaut))
    constant_of_luminance = file.index(b"\xff\xdb") + 5
    file[constant_of_luminance] = 0

    outcome = process(bytes(file), HIDE, LIMITS, [Face(100, 100, 100, 100, 1.0)])

    result, _ = decode(outcome.file.content, LIMITS)
    assert result[110:190, 110:190].max() <= 2
