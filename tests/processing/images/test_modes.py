"""Every kind of pixels becomes grey, BGR or BGRA of 8 bits."""

import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images import decode
from tests.processing import picture_files
from tests.processing.images.round_trip import FILES, GRADIENT, LIMITS, decoded, distance
from tests.processing.picture_files import gradient, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def test_a_jpeg_comes_as_lightness_alone_where_the_caller_asks_for_it() -> None:
    image, _ = decode(FILES["JPEG"], LIMITS, grey=True)

    assert distance(image, np.asarray(gradient().convert("L"))) < 3


@pytest.mark.parametrize("name", ["JPEG", "PNG", "BMP"])
def test_a_grey_picture_has_two_dimensions(name: str) -> None:
    grey = gradient().convert("L")

    image = decoded(saved(grey, name))

    assert distance(image, np.asarray(grey)) < 3


@pytest.mark.parametrize("name", ["PNG", "BMP", "GIF"])
def test_a_picture_of_one_bit_is_black_and_white(name: str) -> None:
    bits = gradient().convert("1")

    image = decoded(saved(bits, name))

    assert np.array_equal(image, np.asarray(bits.convert("L")))


@pytest.mark.parametrize("name", ["PNG", "BMP", "GIF"])
def test_a_palette_is_looked_up(name: str) -> None:
    palette = gradient().quantize(64)

    image = decoded(saved(palette, name))

    assert distance(image, np.asarray(palette.convert("RGB"))[:, :, ::-1]) <= 1


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    image = decoded(saved(gradient().convert("CMYK"), "JPEG", quality=95))

    assert distance(image, GRADIENT) < 4


def test_sixteen_bits_of_grey_become_the_nearest_eight() -> None:
    samples = np.array([[0, 128, 129, 257], [32_768, 65_278, 65_407, 65_535]], np.uint16)

    image = decoded(picture_files.png_of_16_bits(samples, colour=0))

    assert image.tolist() == [[0, 0, 1, 1], [128, 254, 255, 255]]


@pytest.mark.parametrize(("colour", "channels"), [(2, 3), (4, 2), (6, 4)])
def test_sixteen_bits_of_colour_or_alpha_become_eight(colour: int, channels: int) -> None:
    samples = np.linspace(300, 65_000, 6 * channels).astype(np.uint16).reshape(2, 3, channels)

    image = decoded(picture_files.png_of_16_bits(samples, colour))

    grey_alpha_as_bgra = samples[:, :, [0, 0, 0, -1]]
    bgra = samples[:, :, [2, 1, 0, 3][:channels]] if channels > 2 else grey_alpha_as_bgra
    assert np.abs(image - bgra / 257).max() <= 1


def test_grey_with_alpha_keeps_both() -> None:
    grey = gradient().convert("L")
    alpha = grey.transpose(Pillow.Transpose.FLIP_LEFT_RIGHT).point(lambda value: value or 1)

    image = decoded(saved(Pillow.merge("LA", (grey, alpha)), "PNG"))

    assert (image[:, :, :3] == np.asarray(grey)[:, :, None]).all()
    assert (image[:, :, 3] == np.asarray(alpha)).all()


def test_a_picture_of_several_strips_is_converted_without_a_seam() -> None:
    rows = np.arange(1300, dtype=np.uint8)
    picture = Pillow.fromarray(np.repeat(rows[:, None], 3, axis=1)).convert("P")

    image = decoded(saved(picture, "PNG"))

    assert (image[:, :, 0] == rows[:, None]).all()
