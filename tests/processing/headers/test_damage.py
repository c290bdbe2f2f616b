"""Sniffing refuses damaged and hostile files, and never trips."""

import struct
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from processing.headers import colour_code, refuse_size, sniff
from processing.refusal import Refused
from tests.processing import malformed_files, picture_files
from tests.processing.headers.declaring import FILES, LIMITS, SAYS, refusal_of
from tests.processing.picture_files import FORMATS


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"WEBP"}))  # a canvas adds one to its sides
@pytest.mark.parametrize("size", [(0, 0), (0, 9), (9, 0)])
def test_a_picture_without_area_is_damaged(name: str, size: tuple[int, int]) -> None:
    assert refusal_of(SAYS[name](*size)) == "damaged"


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_damaged(name: str, kept: float) -> None:
    content = FILES[name]

    assert refusal_of(content[: int(len(content) * kept)]) == "damaged"


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_ends_with_its_magic_is_damaged(name: str) -> None:
    assert refusal_of(FILES[name][:20]) == "damaged"


def test_a_jpeg_without_its_end_marker_is_damaged() -> None:
    assert refusal_of(FILES["JPEG"][:-2]) == "damaged"


def test_a_png_without_iend_is_damaged() -> None:
    assert refusal_of(FILES["PNG"][:-12]) == "damaged"


def test_a_png_whose_first_chunk_is_not_ihdr_is_damaged() -> None:
    comment = picture_files.png_chunk(b"tEXt", b"a\0b")

    assert refusal_of(FILES["PNG"][:8] + comment + FILES["PNG"][8:]) == "damaged"


def test_png_pixels_that_do_not_match_their_checksum_are_damaged() -> None:
    pixels_at = FILES["PNG"].index(b"IDAT") + 20
    broken = bytearray(FILES["PNG"])
    broken[pixels_at] ^= 1

    assert refusal_of(bytes(broken)) == "damaged"


def test_a_jpeg_of_two_sizes_is_damaged() -> None:
    """Found by fuzzing: a decoder took the second, and 65,407 x 1,472 px passed as 128 x 64."""
    frame = FILES["JPEG"].index(b"\xff\xc0")
    other = (
        b"\xff\xc0\0\x11\x08" + struct.pack(">HH", 1_472, 65_407) + b"\3\1\x22\0\2\x11\1\3\x11\1"
    )

    assert refusal_of(FILES["JPEG"][:frame] + other + FILES["JPEG"][frame:]) == "damaged"
    behind = frame + len(other)
    assert refusal_of(FILES["JPEG"][:behind] + other + FILES["JPEG"][behind:]) == "damaged"


def test_a_jpeg_may_have_as_many_scans_as_the_limit_and_no_more() -> None:
    assert sniff(malformed_files.jpeg_of_many_scans(100), LIMITS).format == "JPEG"
    assert refusal_of(malformed_files.jpeg_of_many_scans(101)) == "damaged"
    assert refusal_of(malformed_files.jpeg_of_many_scans(5_000)) == "damaged"


def test_a_png_of_two_sizes_is_damaged() -> None:
    """Found by fuzzing: a decoder took the second."""
    other = picture_files.png(300, 300)[8:33]

    assert refusal_of(FILES["PNG"][:33] + other + FILES["PNG"][33:]) == "damaged"


def test_a_png_that_ends_in_its_code_of_colour_declares_none() -> None:
    assert colour_code(FILES["PNG"][:33] + b"\0\0\0\4cICP\1", "PNG") is None


HOSTILE: dict[str, Callable[[], bytes]] = {
    "fill bytes": lambda: FILES["JPEG"][:20] + b"\xff" * 2_000_000,
    "zeros in a scan": lambda: FILES["JPEG"][:-2] + bytes(2_000_000),
    "stuffed bytes in a scan": lambda: FILES["JPEG"][:-2] + b"\xff\0" * 1_000_000,
    "restarts in a scan": lambda: FILES["JPEG"][:-2] + b"\xff\xd0" * 1_000_000,
    "standalone markers": lambda: FILES["JPEG"][:20] + b"\xff\x01" * 1_000_000,
    "empty segments": lambda: b"\xff\xd8" + b"\xff\xe0\0\2" * 500_000,
    "segments of length 0": lambda: b"\xff\xd8" + b"\xff\xe0\0\0" * 500_000,
    "tiny chunks": lambda: FILES["PNG"][:33] + picture_files.png_chunk(b"tEXt", b"a") * 150_000,
    "a chunk of 2 GB": lambda: FILES["PNG"][:33] + b"\x7f\xff\xff\xffIDAT" + bytes(1_000_000),
    "one long extension": lambda: b"GIF89a" + bytes(7) + b"!\xfe" + b"\1x" * 1_000_000,
    "many extensions": lambda: b"GIF89a" + bytes(7) + b"!\xfe\1x\0" * 200_000,
    "tiny boxes": lambda: malformed_files.heif_that_says(
        9, 9, malformed_files.box(b"free", b"") * 200_000
    ),
    "boxes to the end": lambda: malformed_files.heif_that_says(9, 9, b"\0\0\0\0free" * 200_000),
    "boxes of length 1": lambda: malformed_files.heif_that_says(9, 9, b"\0\0\0\1free" * 200_000),
    "a box of 2^64": lambda: malformed_files.heif_that_says(9, 9, b"\0\0\0\1free" + b"\xff" * 8),
}


@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE)
def test_a_file_made_to_keep_the_reader_busy_is_refused(build: Callable[[], bytes]) -> None:
    assert refusal_of(build()) == "damaged"


MAGIC = [content[:length] for content in FILES.values() for length in (12, 16, 24, 40)]


def answer_to(content: bytes) -> None:
    """Sniff; anything raised but Refused fails the test."""
    try:
        header = sniff(content, LIMITS)
    except Refused:
        return
    assert header.format in FORMATS
    refuse_size(header.width, header.height, LIMITS)


@settings(deadline=None, max_examples=500)
@given(st.binary(max_size=200))
@example(b"\0\0\0\0ftyp")
def test_arbitrary_bytes_end_in_a_header_or_a_refusal(content: bytes) -> None:
    answer_to(content)


@settings(deadline=None, max_examples=500)
@given(st.sampled_from(MAGIC), st.binary(max_size=300))
def test_arbitrary_bytes_behind_a_magic_end_in_a_header_or_a_refusal(
    magic: bytes, body: bytes
) -> None:
    answer_to(magic + body)


@settings(deadline=None, max_examples=500)
@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(st.integers(0, 600), st.binary(min_size=1, max_size=4)), max_size=6),
    st.integers(0, 9_000),
)
def test_spoilt_and_cut_files_end_in_a_header_or_a_refusal(
    name: str, changes: list[tuple[int, bytes]], length: int
) -> None:
    content = bytearray(FILES[name])
    for at, replacement in changes:
        content[at : at + len(replacement)] = replacement
    answer_to(bytes(content[:length]))
