"""Alpha is kept, and what it hid is gone."""

import numpy as np
import pytest
from PIL import Image as Pillow

from tests.processing import picture_files
from tests.processing.images.round_trip import FILES, again, decoded
from tests.processing.picture_files import four_corners, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def test_a_transparent_value_of_16_bits_becomes_alpha() -> None:
    extra = picture_files.png_chunk(b"tRNS", b"\xff\xff")
    samples = np.array([[1285, 65535]], np.uint16)

    image = decoded(picture_files.png_of_16_bits(samples, 0, extra))

    assert image.tolist() == [[[5, 5, 5, 255], [0, 0, 0, 0]]]


def half_hidden() -> Pillow.Image:
    """Red everywhere; the left half has alpha 0, the right half 180."""
    picture = Pillow.new("RGBA", (64, 64), (250, 10, 20, 0))
    picture.paste((250, 10, 20, 180), (32, 0, 64, 64))
    return picture


@pytest.mark.parametrize("name", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_alpha_survives_and_what_it_hid_is_gone(name: str) -> None:
    options = {"lossless": True, "exact": True} if name == "WEBP" else {"quality": 90}

    image = decoded(again(saved(half_hidden(), name, **options)))

    assert np.abs(image[:, :30, 3].astype(int)).max() <= 2
    assert np.abs(image[:, 34:, 3].astype(int) - 180).max() <= 2
    assert image[:, :24, :3].max() <= 8
    assert np.abs(image[:, 40:, :3] - np.array([20, 10, 250])).max() <= 12


def test_the_colour_under_alpha_0_is_gone_before_any_operation_sees_it() -> None:
    image = decoded(saved(half_hidden(), "PNG"))

    assert not image[:, :32].any()
    assert (image[:, 32:] == (20, 10, 250, 180)).all()


def test_a_transparent_colour_of_a_palette_becomes_alpha() -> None:
    colours = four_corners().quantize(4)
    red = colours.getpixel((0, 0))

    image = decoded(saved(colours, "GIF", transparency=red))

    assert not image[:32, :64].any()
    assert (image[32:, 64:] == 255).all()


@pytest.mark.parametrize("name", ["JPEG", "BMP", "HEIF"])
def test_a_picture_without_alpha_gets_none(name: str) -> None:
    assert decoded(FILES[name]).shape == (64, 128, 3)
