"""Sniffing: names format and size of good files, refuses the rest, and never trips."""

import mmap
import tempfile
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from processing.headers import Header, refuse_size, sniff
from processing.limits import Limits
from processing.refusal import Refused
from tests.processing import malformed_files
from tests.processing.malformed_files import FORMATS, gradient, saved

LIMITS = Limits()
FILES = {name: saved(gradient(), name) for name in FORMATS}
SAYS = {
    "JPEG": malformed_files.jpeg_that_says,
    "PNG": malformed_files.png,
    "WEBP": malformed_files.webp_that_says,
    "AVIF": malformed_files.avif_that_says,
    "HEIF": malformed_files.heif_that_says,
    "GIF": malformed_files.gif_that_says,
    "BMP": malformed_files.bmp_that_says,
}
"""Tiny files by format, made from the width and height they declare."""


def refusal_of(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        sniff(content, limits)
    return refused.value.code


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_named_by_its_content_and_measured(name: str) -> None:
    assert sniff(FILES[name], LIMITS) == Header(name, 128, 64)


@pytest.mark.parametrize("name", FORMATS)
def test_a_mapped_file_is_read_like_bytes(name: str) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(FILES[name])
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            assert sniff(mapped, LIMITS) == Header(name, 128, 64)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("size", [(1, 1), (7, 5), (12_000, 3_333)])
def test_a_declared_size_within_the_limits_is_reported(name: str, size: tuple[int, int]) -> None:
    assert sniff(SAYS[name](*size), LIMITS) == Header(name, *size)


@pytest.mark.parametrize("options", [{"lossless": True}, {"exif": b"Exif\0\0MM\0*"}, {}])
def test_each_kind_of_webp_is_measured(options: dict[str, object]) -> None:
    webp = saved(gradient(51, 37), "WEBP", **options)

    assert sniff(webp, LIMITS) == Header("WEBP", 51, 37)


def test_a_progressive_jpeg_and_one_with_junk_between_segments_are_measured() -> None:
    progressive = saved(gradient(), "JPEG", progressive=True)
    junk = malformed_files.jpeg_with(
        FILES["JPEG"], malformed_files.jpeg_segment(0xE0, b""), b"\0\0\0"
    )

    assert sniff(progressive, LIMITS) == Header("JPEG", 128, 64)
    assert sniff(junk, LIMITS) == Header("JPEG", 128, 64)


def test_a_size_inside_a_jpeg_thumbnail_is_not_taken_for_the_picture() -> None:
    thumbnail = malformed_files.jpeg_segment(
        0xE1, b"Exif\0\0" + malformed_files.jpeg_that_says(3, 2)
    )

    jpeg = malformed_files.jpeg_with(FILES["JPEG"], thumbnail)

    assert sniff(jpeg, LIMITS) == Header("JPEG", 128, 64)


def test_a_gif_whose_picture_reaches_beyond_its_screen_is_measured_by_the_picture() -> None:
    assert sniff(malformed_files.gif_that_says(10, 10, (300, 200)), LIMITS) == Header(
        "GIF", 300, 200
    )
    assert refusal_of(malformed_files.gif_that_says(10, 10, (30_000, 30_000))) == "too_many_pixels"


def test_a_bitmap_that_runs_top_down_is_measured() -> None:
    assert sniff(malformed_files.bmp_that_says(20, -10), LIMITS) == Header("BMP", 20, 10)


def test_an_empty_file_is_empty() -> None:
    assert refusal_of(b"") == "empty_file"


@pytest.mark.parametrize(
    "content",
    [
        b"\0",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>alert(1)</script></html>",
        b"\xff\xd8\xff<html>",
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"II*\0\x08\0\0\0",
        b"MM\0*\0\0\0\x08",
        b"PK\x03\x04\x14\0",
        b"P6 1 1 255\n\0\0\0",
        b"\0\0\0\x0cjP  \r\n\x87\n",
        b"\0\0\x01\0\x01\0",
        malformed_files.box(b"ftyp", b"isom" + bytes(4) + b"mp42"),
        b"RIFF\x04\0\0\0AVI ",
    ],
    ids=lambda content: repr(content[:12]),
)
def test_other_types_are_refused_whatever_they_are_called(content: bytes) -> None:
    assert refusal_of(content) == "unsupported_type"


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_too_many_bytes_is_too_large(name: str) -> None:
    content = FILES[name]

    assert refusal_of(content, Limits(max_bytes=len(content) - 1)) == "file_too_large"
    assert sniff(content, Limits(max_bytes=len(content))).format == name


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("size", [(30_000, 30_000), (12_001, 1), (1, 12_001), (6_400, 6_400)])
def test_a_declared_size_beyond_the_limits_is_refused(name: str, size: tuple[int, int]) -> None:
    assert refusal_of(SAYS[name](*size)) == "too_many_pixels"


@pytest.mark.parametrize("name", FORMATS)
def test_the_largest_side_that_most_formats_can_write_is_refused(name: str) -> None:
    assert refusal_of(SAYS[name](65_535, 65_535)) == "too_many_pixels"


@pytest.mark.parametrize("name", ["PNG", "AVIF", "HEIF"])
@pytest.mark.parametrize("side", [2**31 - 1, 2**31, 2**32 - 1])
def test_sides_past_31_bits_are_refused(name: str, side: int) -> None:
    assert refusal_of(SAYS[name](side, side)) == "too_many_pixels"


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
    comment = malformed_files.png_chunk(b"tEXt", b"a\0b")

    assert refusal_of(FILES["PNG"][:8] + comment + FILES["PNG"][8:]) == "damaged"


def test_png_pixels_that_do_not_match_their_checksum_are_damaged() -> None:
    pixels_at = FILES["PNG"].index(b"IDAT") + 20
    broken = bytearray(FILES["PNG"])
    broken[pixels_at] ^= 1

    assert refusal_of(bytes(broken)) == "damaged"


def test_a_jpeg_may_have_as_many_scans_as_the_limit_and_no_more() -> None:
    assert sniff(malformed_files.jpeg_of_many_scans(100), LIMITS).format == "JPEG"
    assert refusal_of(malformed_files.jpeg_of_many_scans(101)) == "damaged"
    assert refusal_of(malformed_files.jpeg_of_many_scans(5_000)) == "damaged"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "fill bytes": lambda: FILES["JPEG"][:20] + b"\xff" * 2_000_000,
    "zeros in a scan": lambda: FILES["JPEG"][:-2] + bytes(2_000_000),
    "stuffed bytes in a scan": lambda: FILES["JPEG"][:-2] + b"\xff\0" * 1_000_000,
    "restarts in a scan": lambda: FILES["JPEG"][:-2] + b"\xff\xd0" * 1_000_000,
    "standalone markers": lambda: FILES["JPEG"][:20] + b"\xff\x01" * 1_000_000,
    "empty segments": lambda: b"\xff\xd8" + b"\xff\xe0\0\2" * 500_000,
    "segments of length 0": lambda: b"\xff\xd8" + b"\xff\xe0\0\0" * 500_000,
    "tiny chunks": lambda: FILES["PNG"][:33] + malformed_files.png_chunk(b"tEXt", b"a") * 150_000,
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


@pytest.mark.parametrize("boxes", [0, 100, 10_000])
def test_other_boxes_before_the_description_are_passed_over(boxes: int) -> None:
    heif = malformed_files.heif_that_says(9, 8, malformed_files.box(b"free", b"") * boxes)

    assert sniff(heif, LIMITS) == Header("HEIF", 9, 8)


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
