"""Pictures come upright, whichever way the camera was held."""

import numpy as np
import pytest

from processing.images import decode
from tests.processing import picture_files
from tests.processing.images.round_trip import FILES, GRADIENT, LIMITS, again, decoded, distance
from tests.processing.picture_files import four_corners, gradient

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_ends_upright(name: str, orientation: int) -> None:
    content = picture_files.turned_file(four_corners(), name, orientation)

    image = decoded(content)

    assert image.shape == (64, 128, 3)
    corners = image[8:64:48, 8:128:112].reshape(4, 3)
    expected = [(0, 0, 255), (0, 255, 0), (255, 0, 0), (255, 255, 255)]
    assert np.abs(corners - np.array(expected)).max() < 20


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_a_result_is_not_turned_a_second_time(name: str) -> None:
    content = picture_files.turned_file(four_corners(), name, 6)

    once, twice = decoded(content), decoded(again(content))

    assert distance(once, twice) < 5


@pytest.mark.parametrize("orientation", [0, 9, 255, 65_535])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation: int) -> None:
    assert decoded(picture_files.turned_file(gradient(), "JPEG", orientation)).shape == (64, 128, 3)


@pytest.mark.parametrize("exif", [b"", b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"junk"])
def test_broken_exif_is_no_reason_to_refuse_a_picture(exif: bytes) -> None:
    jpeg = picture_files.jpeg_with(FILES["JPEG"], picture_files.jpeg_segment(0xE1, exif))

    assert distance(decoded(jpeg), GRADIENT) < 4


def test_a_grey_jpeg_is_turned_as_well() -> None:
    jpeg = picture_files.turned_file(gradient(), "JPEG", 6)

    image, _ = decode(jpeg, LIMITS, grey=True)

    assert image.shape == (64, 128)
