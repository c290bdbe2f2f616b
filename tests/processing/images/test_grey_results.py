"""A grey picture is written with one channel."""

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images import FileTraits, Image, encode
from processing.operations import OPERATIONS


@pytest.mark.parametrize("name", ["JPEG", "PNG", "AVIF", "HEIF"])
def test_a_grey_result_takes_one_channel_and_fewer_bytes(name: str, astronaut: Image) -> None:
    grey = OPERATIONS["grayscale"].apply(astronaut)

    content = encode(grey, FileTraits(name)).content

    picture = Pillow.open(io.BytesIO(content))
    assert np.abs(np.asarray(picture.convert("L")).astype(int) - grey[:, :, 0]).mean() < 3
    assert picture.mode == "L" or name == "AVIF"  # Pillow reads no AVIF as grey


@pytest.mark.parametrize("place", [(0, 0), (300, 301), (511, 511)])
def test_one_pixel_of_colour_keeps_a_picture_in_colour(
    place: tuple[int, int], astronaut: Image
) -> None:
    grey = OPERATIONS["grayscale"].apply(astronaut)
    grey[place] = (10, 200, 10)

    picture = Pillow.open(io.BytesIO(encode(grey, FileTraits("PNG")).content))

    assert picture.mode == "RGB"
