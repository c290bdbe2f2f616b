"""A file of any accepted format to upright pixels in 8-bit sRGB."""

import io
from dataclasses import replace

import cv2
import pillow_heif
from PIL import AvifImagePlugin, JpegImagePlugin
from PIL import Image as Pillow

from processing import library_limits
from processing.address_space import has_room
from processing.headers import Header, clean_aperture, is_lossless_webp, refuse_size, sniff
from processing.images.declared_colour import declared_colour
from processing.images.file_traits import FileTraits
from processing.images.jpeg import compression_of, layout_of
from processing.images.jpeg_pixels import decoded_by_opencv, pixels_of_jpeg
from processing.images.modes import converted
from processing.images.profiles import foreign_profile
from processing.images.samples import samples_of
from processing.limits import Limits
from processing.pixels import Image
from processing.premultiplied import without_hidden
from processing.refusal import Refused
from processing.turning import upright

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
pillow_heif.options.DECODE_THREADS = 1
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
Pillow.MAX_IMAGE_PIXELS = library_limits.max_pixels

_ORIENTATION = 0x0112
_DECODERS_BYTES_A_PIXEL = 12
_DECODERS_BYTES_A_PIXEL_OF_WEBP = 18
"""What decoders map at most: that of HEIC, and that of WebP with its canvases for animations."""


def decode(content: bytes, limits: Limits, *, grey: bool = False) -> tuple[Image, FileTraits]:
    """Decode the first frame upright into 8-bit sRGB.

    With `grey` the caller promises to look at lightness only; a JPEG then comes as
    (height, width), at half the cost. Raises Refused, never anything else, for bad input, and
    MemoryError where there is no room for its pixels.
    """
    header = sniff(content, limits)
    try:
        image, orientation, traits = _opened(content, header, limits, grey=grey)
    except (MemoryError, cv2.error):
        raise
    except Pillow.DecompressionBombError as error:
        raise Refused("too_many_pixels") from error
    except Exception as error:  # Pillow raises nearly every type on hostile files
        if isinstance(error, Refused) and error.code != "damaged":
            raise
        if not has_room(_decoders_bytes(header)):
            raise MemoryError from error  # most decoders call that damaged
        raise Refused("damaged") from error
    return upright(image, orientation), traits


def _decoders_bytes(header: Header) -> int:
    is_webp = header.format == "WEBP"
    bytes_a_pixel = _DECODERS_BYTES_A_PIXEL_OF_WEBP if is_webp else _DECODERS_BYTES_A_PIXEL
    return header.width * header.height * bytes_a_pixel


def _opened(
    content: bytes, header: Header, limits: Limits, *, grey: bool
) -> tuple[Image, int, FileTraits]:
    """The pixels as they lie in the file, EXIF's orientation of them, and the file's traits."""
    with Pillow.open(io.BytesIO(content), formats=[header.format]) as picture:
        refuse_size(picture.width, picture.height, limits)
        traits = _traits_of(picture, header, content)
        image, was_damaged = _pixels_of(picture, content, header.format, grey=grey)
        image = _without_margins(image, content, header.format)
        # After the pixels: reading a PNG's EXIF loads them, and would swallow their errors.
        orientation = _orientation_of(picture)
        is_converted = foreign_profile(picture) is not None
        traits = replace(
            traits,
            compression=traits.compression.upright(orientation),
            was_damaged=was_damaged,
            layout=None if is_converted else layout_of(picture, orientation),
        )
    return image, orientation, traits


def _traits_of(picture: Pillow.Image, header: Header, content: bytes) -> FileTraits:
    return FileTraits(
        format=header.format,
        animated=_has_frames(picture) and header.format not in ("JPEG", "HEIF"),
        had_others=_has_frames(picture) and header.format == "HEIF",
        compression=compression_of(picture),
        lossless=header.format == "WEBP" and is_lossless_webp(content),
    )


def _has_frames(picture: Pillow.Image) -> bool:
    return bool(getattr(picture, "is_animated", False))


def _orientation_of(picture: Pillow.Image) -> int:
    """EXIF orientation 1-8 (or what the file's XMP says of it); 1 where it is missing or broken."""
    try:
        orientation = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  (broken EXIF is no reason to refuse the pixels)
        return 1
    return orientation if orientation in range(1, 9) else 1


def _without_margins(image: Image, content: bytes, format_name: str) -> Image:
    """What an AVIF's clean aperture leaves to be seen; readers of HEIC cut that out themselves."""
    aperture = clean_aperture(content) if format_name == "AVIF" else None
    if aperture is None:
        return image
    left, top, width, height = aperture
    return image[top : top + height, left : left + width].copy()


def _pixels_of(
    picture: Pillow.Image, content: bytes, format_name: str, *, grey: bool
) -> tuple[Image, bool]:
    """The pixels, and whether parts of them are damaged, as far as the decoder tells."""
    space = declared_colour(picture, content, format_name)
    if space is not None:
        return space.to_srgb(*samples_of(picture, content, format_name)), False
    profile = foreign_profile(picture)
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        return pixels_of_jpeg(picture, content, profile, grey=grey)
    if picture.format == "WEBP" and profile is None and not _has_frames(picture):
        return without_hidden(decoded_by_opencv(content, cv2.IMREAD_UNCHANGED)), False
    picture.load()
    return converted(picture, profile), False
