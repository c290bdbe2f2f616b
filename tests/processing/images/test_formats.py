"""Every accepted format is decoded, and encoded where a browser shows it."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images import FileTraits, decode, encode
from tests.processing.images.round_trip import (
    EXACT,
    FILES,
    GRADIENT,
    LIMITS,
    again,
    decoded,
    distance,
)
from tests.processing.picture_files import FORMATS, four_corners, gradient, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_decodes_to_its_pixels_in_bgr(name: str) -> None:
    image, traits = decode(FILES[name], LIMITS)

    assert image.dtype == np.uint8
    assert distance(image, GRADIENT) <= (0 if name in EXACT else 4)
    assert (traits.format, traits.animated) == (name, False)


@pytest.mark.parametrize(
    ("name", "suffix", "media_type", "format_out"),
    [
        ("JPEG", ".jpg", "image/jpeg", "JPEG"),
        ("PNG", ".png", "image/png", "PNG"),
        ("WEBP", ".webp", "image/webp", "WEBP"),
        ("AVIF", ".avif", "image/avif", "AVIF"),
        ("HEIF", ".jpg", "image/jpeg", "JPEG"),
        ("GIF", ".png", "image/png", "PNG"),
        ("BMP", ".png", "image/png", "PNG"),
    ],
)
def test_a_result_has_the_format_of_its_source_where_browsers_show_it(
    name: str, suffix: str, media_type: str, format_out: str
) -> None:
    image, traits = decode(FILES[name], LIMITS)

    result = encode(image, traits)

    assert (result.suffix, result.media_type) == (suffix, media_type)
    assert Pillow.open(io.BytesIO(result.content)).format == format_out
    assert distance(decoded(result.content), image) <= (0 if format_out == "PNG" else 3)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", [(1, 1, 3), (7, 5, 3), (1, 40, 3), (40, 1, 3), (7, 5), (1, 1)])
def test_every_shape_can_be_encoded_in_every_format(name: str, shape: tuple[int, ...]) -> None:
    image = np.full(shape, 100, np.uint8)

    result = decoded(encode(image, FileTraits(name)).content)

    assert result.shape[:2] == shape[:2]
    assert np.abs(result.astype(int) - 100).max() <= 3


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", [(1, 1, 4), (7, 5, 4), (48, 64, 4)])
def test_alpha_is_encoded_whatever_the_source_was(name: str, shape: tuple[int, ...]) -> None:
    image = np.full(shape, 100, np.uint8)

    result = decoded(encode(image, FileTraits(name)).content)

    assert result.shape == shape
    assert np.abs(result.astype(int) - 100).max() <= 3


def test_a_gif_of_few_colours_keeps_them_exactly() -> None:
    colours = four_corners().quantize(4)

    image = decoded(saved(colours, "GIF"))

    assert (image == np.asarray(colours.convert("RGB"))[:, :, ::-1]).all()


def test_a_lossless_webp_stays_lossless() -> None:
    webp = saved(gradient(), "WEBP", lossless=True)

    assert (decoded(again(webp)) == GRADIENT).all()


@pytest.mark.parametrize("name", ["AVIF", "WEBP"])
def test_what_is_too_large_for_a_modern_encoder_becomes_a_jpeg_or_png(name: str) -> None:
    colour = np.zeros((4000, 3200, 3), np.uint8)

    assert encode(colour, FileTraits(name)).suffix == ".jpg"
    assert encode(colour, FileTraits(name, lossless=True)).suffix == ".png"
    assert encode(np.dstack((colour, colour[:, :, 0])), FileTraits(name)).suffix == ".png"
    assert encode(colour[:100], FileTraits(name)).suffix == f".{name.lower()}"


def test_an_array_that_no_format_holds_is_a_bug_and_says_so() -> None:
    with pytest.raises((RuntimeError, cv2.error)):
        encode(np.zeros((0, 0, 3), np.uint8), FileTraits("PNG"))
