"""A result holds the picture and nothing else."""

import io

import pytest
from PIL import Image as Pillow
from PIL import PngImagePlugin

from tests.processing import picture_files
from tests.processing.images.round_trip import FILES, SRGB, again
from tests.processing.picture_files import FORMATS, gradient, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


MARKER = b"SECRETxMARKER"


def seeded_exif() -> Pillow.Exif:
    exif = Pillow.Exif()
    exif[0x010F] = MARKER.decode()  # maker of the camera
    exif.get_ifd(0x8769)[0xA431] = MARKER.decode()  # its serial number
    exif.get_ifd(0x8769)[0x927C] = MARKER  # MakerNote
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)  # GPS latitude
    exif.get_ifd(0x8825)[29] = MARKER.decode()  # GPS date
    return exif


def seeded(name: str) -> bytes:
    """A file with the marker in every corner its format has."""
    profile = (
        picture_files.colour_profile(SRGB, 2.2).replace(b"none\0", MARKER[:4] + b"\0") + MARKER
    )
    if name == "BMP":
        return FILES[name]
    if name == "GIF":
        return saved(gradient(), name, comment=MARKER)
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", MARKER.decode())
    texts.add_text("Comment", MARKER.decode(), zip=True)
    texts.add_itxt("Title", MARKER.decode())
    content = saved(
        gradient(), name, exif=seeded_exif(), xmp=MARKER, icc_profile=profile, pnginfo=texts
    )
    if name != "JPEG":
        return content
    thumbnail = b"Exif\0\0" + saved(gradient(), "JPEG") + MARKER
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + MARKER
    segments = (0xE1, thumbnail), (0xED, iptc), (0xFE, MARKER), (0xE2, b"MPF\0" + MARKER)
    return picture_files.jpeg_with(
        content, *(picture_files.jpeg_segment(*segment) for segment in segments)
    )


@pytest.mark.parametrize("behind", [b"", MARKER, b"PK\x03\x04" + MARKER, b"<script>" + MARKER])
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_but_the_picture_is_in_a_result(name: str, behind: bytes) -> None:
    content = seeded(name) + behind
    assert MARKER in content or name == "BMP"

    result = again(content)

    assert MARKER not in result
    reopened = Pillow.open(io.BytesIO(result))
    assert not dict(reopened.getexif())
    leaking = {"exif", "xmp", "XML:com.adobe.xmp", "icc_profile", "comment", "photoshop", "Author"}
    assert not leaking & set(reopened.info)


@pytest.mark.parametrize("name", ["JPEG", "HEIF"])
def test_a_jpeg_result_holds_one_picture_and_ends_with_it(name: str) -> None:
    result = again(seeded(name) + FILES["JPEG"])

    assert result.count(b"\xff\xd8\xff") == 1
    assert result.count(b"\xff\xd9") == 1
    assert result.endswith(b"\xff\xd9")


@pytest.mark.parametrize("name", ["PNG", "GIF", "BMP"])
def test_a_png_result_holds_pixels_alone_and_ends_with_them(name: str) -> None:
    result = again(seeded(name) + FILES["PNG"])

    at, kinds = 8, []
    while at < len(result):
        kinds.append(result[at + 4 : at + 8])
        at += 12 + int.from_bytes(result[at : at + 4], "big")
    assert set(kinds) == {b"IHDR", b"IDAT", b"IEND"}
    assert (kinds.index(b"IEND"), at) == (len(kinds) - 1, len(result))


def test_a_webp_result_ends_where_it_says() -> None:
    result = again(seeded("WEBP") + FILES["WEBP"])

    assert int.from_bytes(result[4:8], "little") + 8 == len(result)
    assert result.count(b"RIFF") == 1
