"""Reading a JPEG's compression from its tables, and what becomes of it."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images.jpeg import MAX_QUALITY, MIN_QUALITY, Compression, compression_of
from tests.processing.picture_files import gradient, saved


def compression_in(content: bytes) -> Compression:
    return compression_of(Pillow.open(io.BytesIO(content)))


@pytest.mark.parametrize("quality", [25, 49, 50, 51, 75, 85, 90, 95, 99, 100])
def test_the_quality_it_was_saved_with_is_read_back(quality: int) -> None:
    found = compression_in(saved(gradient(), "JPEG", quality=quality)).quality

    assert abs(found - quality) <= 1


@pytest.mark.parametrize("quality", [1, 5, 10])
def test_a_very_low_quality_is_distinguished_from_a_usual_one(quality: int) -> None:
    assert compression_in(saved(gradient(), "JPEG", quality=quality)).quality < 20


@pytest.mark.parametrize(("subsampling", "sampling"), [(0, (1, 1)), (1, (2, 1)), (2, (2, 2))])
def test_how_many_pixels_share_a_colour_is_read(
    subsampling: int, sampling: tuple[int, int]
) -> None:
    content = saved(gradient(), "JPEG", subsampling=subsampling)

    assert compression_in(content).sampling == sampling


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_cmyk_have_a_quality_too(mode: str) -> None:
    content = saved(gradient().convert(mode), "JPEG", quality=92)

    assert abs(compression_in(content).quality - 92) <= 1


def test_inks_are_not_reduced() -> None:
    content = saved(gradient().convert("CMYK"), "JPEG", subsampling=2)

    assert compression_in(content).sampling == (1, 1)


def test_colours_of_a_film_camera_are_kept_as_well_as_can_be() -> None:
    """4:1:1, which is rare, becomes 4:2:2."""
    flags = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_411]

    _, content = cv2.imencode(".jpg", np.asarray(gradient()), flags)

    assert compression_in(content.tobytes()).sampling == (2, 1)


@pytest.mark.parametrize("name", ["PNG", "WEBP", "GIF", "BMP", "AVIF", "HEIF"])
def test_other_formats_have_the_default(name: str) -> None:
    assert compression_in(saved(gradient(), name)) == Compression()


def test_a_picture_that_was_never_a_file_has_the_default() -> None:
    assert compression_of(gradient()) == Compression()


@pytest.mark.parametrize("quality", range(1, 101, 7))
def test_a_result_stays_between_the_lowest_and_the_highest_quality(quality: int) -> None:
    flags = Compression(quality).flags()

    chosen = flags[flags.index(cv2.IMWRITE_JPEG_QUALITY) + 1]
    assert chosen == sorted((MIN_QUALITY, quality, MAX_QUALITY))[1]


@pytest.mark.parametrize("sampling", [(1, 1), (2, 1), (1, 2), (2, 2)])
def test_flags_make_a_jpeg_that_reads_back_the_same(sampling: tuple[int, int]) -> None:
    asked = Compression(93, sampling)

    _, content = cv2.imencode(".jpg", np.asarray(gradient()), asked.flags())

    assert compression_in(content.tobytes()) == asked
