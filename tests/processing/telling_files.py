"""Pictures and clips that tell by whom, where and with what they were made, wherever they can."""

import struct
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from tests.processing import picture_files
from tests.processing.clips.films import Film, scene
from tests.processing.exiftool import write_tags
from tests.processing.images.round_trip import SRGB
from tests.processing.picture_files import gradient, saved

_TAGS = (
    "-EXIF:GPSLatitude=35.68", "-EXIF:GPSLatitudeRef=N",
    "-EXIF:GPSLongitude=139.76", "-EXIF:GPSLongitudeRef=E",
    "-EXIF:Model=Secret Model", "-EXIF:SerialNumber=S-123", "-EXIF:OwnerName=Secret Owner",
    "-EXIF:DateTimeOriginal=2026:01:02 03:04:05",
    "-IPTC:City=Secret City", "-IPTC:By-line=Secret Author",
    "-XMP:Creator=Secret Author", "-XMP:GPSLatitude=35.68", "-XMP-mwg-rs:RegionName=Secret Child",
    "-XMP-GCamera:MotionPhoto=1", "-XMP-GCamera:MotionPhotoVersion=1",
    "-Photoshop:CopyrightFlag=1", "-Photoshop:URL=https://secret.example/",
    "-JFIF:XResolution=99", "-JFIF:ResolutionUnit=inches",
    "-Comment=Secret comment", "-GIF:Comment=Secret comment",
    "-PNG:Author=Secret Author", "-PNG:Comment=Secret comment", "-PNG:Title=Secret title",
    "-PNG:CreateDate=2026:01:02 03:04:05", "-PNG:PixelsPerUnitX=99", "-PNG:PixelsPerUnitY=99",
)  # fmt: skip
_FILM_TAGS = (
    "-QuickTime:CreateDate=2026:01:02 03:04:05", "-QuickTime:TrackCreateDate=2026:01:02 03:04:05",
    "-QuickTime:MediaCreateDate=2026:01:02 03:04:05", "-QuickTime:MediaLanguageCode=jpn",
    "-Keys:GPSCoordinates=35.68, 139.76, 40", "-Keys:Model=Secret Model",
    "-UserData:Make=Secret Maker", "-ItemList:Artist=Secret Author", "-XMP:Creator=Secret Author",
)  # fmt: skip


def telling_picture(folder: Path, name: str, *, width: int = 128, height: int = 64) -> Path:
    """A file of one of the formats, with everything that it or exiftool can put into it."""
    path = folder / f"telling.{name.lower()}"
    picture = gradient(width, height)
    if name == "BMP":
        # It has a place for nothing but how densely it is printed.
        path.write_bytes(saved(picture, name, dpi=(99, 99)))
        return path
    profile = picture_files.colour_profile(SRGB, 2.2).replace(b"Wide\0", b"Mine\0")
    exif = b"" if name == "GIF" else _exif_with_maker_note()
    path.write_bytes(saved(picture, name, exif=exif, icc_profile=profile))
    thumbnail = folder / "thumbnail.jpg"
    thumbnail.write_bytes(saved(gradient(32, 16), "JPEG"))
    write_tags(path, *_TAGS, f"-ThumbnailImage<={thumbnail}")
    if name == "JPEG":
        film = telling_clip(folder).read_bytes()
        path.write_bytes(path.read_bytes() + _motion_photo_trailer(film))
    return path


def telling_clip(folder: Path) -> Path:
    """An MP4 with sound that names its place, time and maker wherever it can."""
    place = {"location": "+35.6800+139.7600/", "com.apple.quicktime.make": "Secret Maker"}
    path = folder / "telling.mp4"
    Film(sound="aac", metadata=place).write(path, scene([None] * 6)[0])
    write_tags(path, *_FILM_TAGS)
    return path


def _exif_with_maker_note() -> Pillow.Exif:
    """Of Apple: a directory of its own in EXIF, big-endian, with one text (ContentIdentifier)."""
    text = b"SECRET-IDENTIFIER\0"
    entry = struct.pack(">HHHII", 1, 0x11, 2, len(text), 32)
    exif = Pillow.Exif()
    exif[0x010F] = "Apple"
    exif.get_ifd(0x8769)[0x927C] = b"Apple iOS\0\0\1MM" + entry + bytes(4) + text
    return exif


def _motion_photo_trailer(film: bytes) -> bytes:
    """What phones of Samsung put behind a JPEG: a film, and a directory that is read backwards."""
    name = b"MotionPhoto_Data"
    block = struct.pack("<HHI", 0, 0x0A30, len(name)) + name + film
    directory = b"SEFH" + struct.pack("<IIHHII", 107, 1, 0, 0x0A30, len(block), len(block))
    return block + directory + struct.pack("<I", len(directory)) + b"SEFT"


def noisy_jpeg(folder: Path) -> Path:
    """So heavy that pages show a preview of it; it tells what any other does."""
    rng = np.random.default_rng(0)
    picture = Pillow.fromarray(rng.integers(0, 255, (700, 700, 3), np.uint8))
    path = folder / "noisy.jpeg"
    path.write_bytes(saved(picture, "JPEG", quality=95))
    write_tags(path, *_TAGS)
    return path
