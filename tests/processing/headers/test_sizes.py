"""Sniffing names format and size of good files, and refuses those beyond the limits."""

import mmap
import tempfile

import pytest

from processing.headers import Header, sniff
from processing.limits import Limits
from tests.processing import malformed_files, picture_files
from tests.processing.headers.declaring import FILES, LIMITS, SAYS, refusal_of
from tests.processing.picture_files import FORMATS, gradient, saved


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
@pytest.mark.parametrize("size", [(1, 1), (7, 5), (16_000, 3_187)])
def test_a_declared_size_within_the_limits_is_reported(name: str, size: tuple[int, int]) -> None:
    assert sniff(SAYS[name](*size), LIMITS) == Header(name, *size)


@pytest.mark.parametrize("options", [{"lossless": True}, {"exif": b"Exif\0\0MM\0*"}, {}])
def test_each_kind_of_webp_is_measured(options: dict[str, object]) -> None:
    webp = saved(gradient(51, 37), "WEBP", **options)

    assert sniff(webp, LIMITS) == Header("WEBP", 51, 37)


def test_a_progressive_jpeg_and_one_with_junk_between_segments_are_measured() -> None:
    progressive = saved(gradient(), "JPEG", progressive=True)
    junk = picture_files.jpeg_with(FILES["JPEG"], picture_files.jpeg_segment(0xE0, b""), b"\0\0\0")

    assert sniff(progressive, LIMITS) == Header("JPEG", 128, 64)
    assert sniff(junk, LIMITS) == Header("JPEG", 128, 64)


def test_a_size_inside_a_jpeg_thumbnail_is_not_taken_for_the_picture() -> None:
    thumbnail = picture_files.jpeg_segment(0xE1, b"Exif\0\0" + malformed_files.jpeg_that_says(3, 2))

    jpeg = picture_files.jpeg_with(FILES["JPEG"], thumbnail)

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
@pytest.mark.parametrize("size", [(30_000, 30_000), (16_501, 1), (1, 16_501), (7_200, 7_200)])
def test_a_declared_size_beyond_the_limits_is_refused(name: str, size: tuple[int, int]) -> None:
    assert refusal_of(SAYS[name](*size)) == "too_many_pixels"


@pytest.mark.parametrize("name", FORMATS)
def test_the_largest_side_that_most_formats_can_write_is_refused(name: str) -> None:
    assert refusal_of(SAYS[name](65_535, 65_535)) == "too_many_pixels"


@pytest.mark.parametrize("name", ["PNG", "AVIF", "HEIF"])
@pytest.mark.parametrize("side", [2**31 - 1, 2**31, 2**32 - 1])
def test_sides_past_31_bits_are_refused(name: str, side: int) -> None:
    assert refusal_of(SAYS[name](side, side)) == "too_many_pixels"


@pytest.mark.parametrize("boxes", [0, 100, 10_000])
def test_other_boxes_before_the_description_are_passed_over(boxes: int) -> None:
    heif = malformed_files.heif_that_says(9, 8, malformed_files.box(b"free", b"") * boxes)

    assert sniff(heif, LIMITS) == Header("HEIF", 9, 8)


def test_fill_bytes_before_a_jpegs_second_marker_are_passed_over() -> None:
    filled = FILES["JPEG"][:2] + b"\xff\xff" + FILES["JPEG"][2:]

    assert sniff(filled, LIMITS) == Header("JPEG", 128, 64)
