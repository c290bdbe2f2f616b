"""Kinds of JPEG and PNG that no decoder here reads are distinguished from damaged files."""

import pytest

from processing.headers import is_lossless_webp, sniff
from tests.processing import picture_files
from tests.processing.headers.declaring import FILES, LIMITS, refusal_of
from tests.processing.picture_files import gradient, saved

SOF = FILES["JPEG"].index(b"\xff\xc0")


def jpeg_of_kind(marker: int, bits: int) -> bytes:
    """A JPEG whose frame header says that it is of another kind."""
    changed = bytearray(FILES["JPEG"])
    changed[SOF + 1], changed[SOF + 4] = marker, bits
    return bytes(changed)


@pytest.mark.parametrize("marker", [0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF])
def test_a_lossless_or_hierarchical_jpeg_is_of_an_unsupported_type(marker: int) -> None:
    assert refusal_of(jpeg_of_kind(marker, 8)) == "unsupported_type"


@pytest.mark.parametrize("bits", [2, 12, 16])
@pytest.mark.parametrize("marker", [0xC0, 0xC1, 0xC2])
def test_a_jpeg_of_other_than_8_bits_is_of_an_unsupported_type(marker: int, bits: int) -> None:
    assert refusal_of(jpeg_of_kind(marker, bits)) == "unsupported_type"


@pytest.mark.parametrize("marker", [0xC0, 0xC1, 0xC2, 0xC9, 0xCA])
def test_the_usual_kinds_of_jpeg_are_taken(marker: int) -> None:
    assert sniff(jpeg_of_kind(marker, 8), LIMITS).format == "JPEG"


def test_a_png_prepared_for_iphones_is_of_an_unsupported_type() -> None:
    apple = picture_files.png_chunk(b"CgBI", b"\x50\0\x20\2")

    assert refusal_of(FILES["PNG"][:8] + apple + FILES["PNG"][8:]) == "unsupported_type"


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("frames", [1, 3])
def test_a_webp_says_whether_it_is_lossless_moving_or_not(frames: int, lossless: bool) -> None:
    pictures = [gradient(64, 64).rotate(90 * number) for number in range(frames)]
    options = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}

    content = saved(pictures[0], "WEBP", lossless=lossless, **options)

    assert (b"ANMF" in content) == (frames > 1)
    assert is_lossless_webp(content) == lossless
