"""The only place that decodes and encodes: bytes in any accepted format to pixels and back."""

import io
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import AvifImagePlugin, ImageCms
from PIL import Image as Pillow

from processing.headers import Header, is_lossless_webp, refuse_size, sniff
from processing.jpeg import Compression, Layout, compression_of, layout_of
from processing.limits import Limits
from processing.refusal import Refused

Image: TypeAlias = npt.NDArray[np.uint8]
"""Pixels, upright, sRGB, 8 bit: (height, width) grey, (height, width, 3) BGR or (…, 4) BGRA."""

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
pillow_heif.options.DECODE_THREADS = 1
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
Pillow.MAX_IMAGE_PIXELS = Limits.max_pixels

_ORIENTATION = 0x0112
_STRIP_ROWS = 512
_MAX_PIXELS_FOR_MODERN_ENCODERS = 12_500_000
"""Those of AVIF and WebP take 22 bytes a pixel and more: too much of a worker's memory."""

_SRGB = ImageCms.createProfile("sRGB")
_SWATCHES = Pillow.fromarray(
    np.stack(np.meshgrid(*[np.linspace(0, 255, 6)] * 3), axis=-1).reshape(6, 36, 3).astype(np.uint8)
)


@dataclass(frozen=True)
class Source:
    """What the result should take after: the input's format and how it was compressed."""

    format: str
    animated: bool = False
    compression: Compression = field(default_factory=Compression)
    lossless: bool = False
    """A WebP that keeps every pixel (VP8L)."""
    layout: Layout | None = None
    """Of a JPEG whose blocks can be kept: its colours are sRGB without conversion."""


@dataclass(frozen=True)
class Encoded:
    """A finished file; `suffix` begins with a dot."""

    content: bytes
    suffix: str
    media_type: str


def decode(content: bytes, limits: Limits, *, grey: bool = False) -> tuple[Image, Source]:
    """Decode the first frame upright into 8-bit sRGB.

    With `grey` the caller promises to look at lightness only; a JPEG then comes as
    (height, width), at half the cost. Raises Refused, never anything else, for bad input.
    """
    header = sniff(content, limits)
    try:
        with Pillow.open(io.BytesIO(content), formats=[header.format]) as picture:
            refuse_size(picture.width, picture.height, limits)
            source = _source_of(picture, header, content)
            image = _pixels_of(picture, content, grey=grey)
            # After the pixels: reading a PNG's EXIF loads them, and would swallow their errors.
            orientation = _orientation_of(picture)
            if _foreign_profile(picture) is None:
                source = replace(source, layout=layout_of(picture, orientation))
    except (Refused, MemoryError, cv2.error):
        raise
    except Pillow.DecompressionBombError as error:
        raise Refused("too_many_pixels") from error
    except Exception as error:  # Pillow raises nearly every type on hostile files
        raise Refused("damaged") from error
    return _upright(image, orientation), source


def encode(image: Image, source: Source) -> Encoded:
    """Compress without any metadata, in the source's format where a browser shows it.

    HEIC becomes JPEG, GIF and BMP become PNG, and what is too large for the encoders of AVIF and
    WebP one of the two; alpha and losslessness are kept. Raises MemoryError.
    """
    suffix, media_type, flags = _encoding(_target_format(image, source), source)
    written, content = cv2.imencode(suffix, image, flags)
    if not written:
        raise MemoryError(f"OpenCV did not encode a {image.shape} picture as {suffix}")
    return Encoded(content.tobytes(), suffix, media_type)


def _target_format(image: Image, source: Source) -> str:
    target = {"HEIF": "JPEG", "GIF": "PNG", "BMP": "PNG"}.get(source.format, source.format)
    is_large = image.shape[0] * image.shape[1] > _MAX_PIXELS_FOR_MODERN_ENCODERS
    if target in ("AVIF", "WEBP") and is_large:
        target = "PNG" if source.lossless else "JPEG"
    has_alpha = image.ndim == 3 and image.shape[2] == 4
    return "PNG" if target == "JPEG" and has_alpha else target


def _encoding(target: str, source: Source) -> tuple[str, str, list[int]]:
    if target == "JPEG":
        return ".jpg", "image/jpeg", source.compression.flags()
    if target == "WEBP":
        quality = 101 if source.lossless else 90  # beyond 100 OpenCV writes lossless
        return ".webp", "image/webp", [cv2.IMWRITE_WEBP_QUALITY, quality]
    if target == "AVIF":
        return (
            ".avif",
            "image/avif",
            [cv2.IMWRITE_AVIF_QUALITY, 85, cv2.IMWRITE_AVIF_SPEED, 9],
        )
    return ".png", "image/png", [cv2.IMWRITE_PNG_COMPRESSION, 3]


def _source_of(picture: Pillow.Image, header: Header, content: bytes) -> Source:
    return Source(
        format=header.format,
        animated=_is_animated(picture) and header.format != "JPEG",
        compression=compression_of(picture),
        lossless=header.format == "WEBP" and is_lossless_webp(content),
    )


def _is_animated(picture: Pillow.Image) -> bool:
    return bool(getattr(picture, "is_animated", False))


def _orientation_of(picture: Pillow.Image) -> int:
    """EXIF orientation 1-8 (or what the file's XMP says of it); 1 where it is missing or broken."""
    try:
        orientation = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  (broken EXIF is no reason to refuse the pixels)
        return 1
    return orientation if orientation in range(1, 9) else 1


def _pixels_of(picture: Pillow.Image, content: bytes, *, grey: bool) -> Image:
    profile = _foreign_profile(picture)
    if picture.format == "JPEG" and picture.mode in ("L", "RGB") and profile is None:
        only_grey = grey or picture.mode == "L"
        mode = cv2.IMREAD_GRAYSCALE if only_grey else cv2.IMREAD_COLOR
        return _decoded_by_opencv(content, mode)
    if picture.format == "WEBP" and profile is None and not _is_animated(picture):
        return _shown(_decoded_by_opencv(content, cv2.IMREAD_UNCHANGED))
    picture.load()
    return _converted(picture, profile)


def _decoded_by_opencv(content: bytes, mode: int) -> Image:
    image = cv2.imdecode(np.frombuffer(content, np.uint8), mode | cv2.IMREAD_IGNORE_ORIENTATION)
    if image is None:
        raise Refused("damaged")
    return np.asarray(image, np.uint8)


def _foreign_profile(picture: Pillow.Image) -> ImageCms.ImageCmsProfile | None:
    """The embedded colour profile, unless there is none, it is broken, or it is sRGB itself."""
    embedded = picture.info.get("icc_profile")
    if not embedded:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(embedded))
        return None if picture.mode == "RGB" and _is_srgb(profile) else profile
    except (ImageCms.PyCMSError, OSError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    """Whether converting changes no colour visibly; what a profile calls itself is no proof."""
    converted = ImageCms.profileToProfile(_SWATCHES, profile, _SRGB)
    difference = np.asarray(converted, np.int16) - np.asarray(_SWATCHES, np.int16)
    return bool(np.abs(difference).max() <= 2)


def _converted(picture: Pillow.Image, profile: ImageCms.ImageCmsProfile | None) -> Image:
    """Any Pillow mode to grey, BGR or BGRA in sRGB, strip by strip: each copy is a small one."""
    tops = range(0, picture.height, _STRIP_ROWS)
    boxes = [(0, y, picture.width, min(y + _STRIP_ROWS, picture.height)) for y in tops]
    first = _converted_strip(picture.crop(boxes[0]), profile)
    image = np.empty((picture.height, *first.shape[1:]), np.uint8)
    image[: boxes[0][3]] = first
    for box in boxes[1:]:
        image[box[1] : box[3]] = _converted_strip(picture.crop(box), profile)
    return image


def _converted_strip(picture: Pillow.Image, profile: ImageCms.ImageCmsProfile | None) -> Image:
    if picture.mode.startswith("I"):
        return _from_16_bits(np.asarray(picture), picture.info.get("transparency"))
    if picture.mode == "1":
        picture = picture.convert("L")
    alpha = None
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        alpha = np.asarray(picture.getchannel("A"))
        picture = picture.convert("RGB")
    elif picture.mode not in ("L", "RGB", "CMYK", "LAB"):
        picture = picture.convert("RGB")
    picture = _in_srgb(picture, profile)
    if picture.mode == "L" and alpha is None:
        return np.array(picture)
    rgb = np.asarray(picture.convert("RGB"))
    colour = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)
    return colour if alpha is None else _with_alpha(colour, alpha)


def _in_srgb(picture: Pillow.Image, profile: ImageCms.ImageCmsProfile | None) -> Pillow.Image:
    if profile is None:
        return picture
    mode = "L" if picture.mode == "L" else "RGB"
    if mode == "L":  # a grey profile describes a tone curve; the pixels stay as they are
        return picture
    try:
        return ImageCms.profileToProfile(picture, profile, _SRGB, outputMode=mode) or picture
    except ImageCms.PyCMSError:  # a profile for another kind of pixels: better none than a refusal
        return picture


def _shown(image: Image) -> Image:
    """The picture without what its alpha hides."""
    if image.ndim == 3 and image.shape[2] == 4:
        image[image[:, :, 3] == 0] = 0
    return image


def _from_16_bits(image: npt.NDArray[np.integer], transparent: int | None) -> Image:
    """16-bit grey to 8, rounded (65535 = 257 x 255); with a transparent value, to BGRA."""
    grey = ((image.astype(np.uint32) + 128) // 257).clip(0, 255).astype(np.uint8)
    if transparent is None:
        return grey
    alpha = np.where(image == transparent, 0, 255).astype(np.uint8)
    return _with_alpha(np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8), alpha)


def _with_alpha(colour: Image, alpha: Image) -> Image:
    """Join colour and alpha; what lay hidden where alpha is 0 is gone."""
    shown = np.where(alpha[:, :, None] == 0, np.uint8(0), colour)
    return np.dstack((shown, alpha))


def _upright(image: Image, orientation: int) -> Image:
    """Undo an EXIF orientation (JEITA CP-3451, Orientation): mirror first, then turn."""
    if orientation in (2, 4, 5, 7):
        image = np.asarray(cv2.flip(image, 1), np.uint8)
    turn = {
        3: cv2.ROTATE_180,
        4: cv2.ROTATE_180,
        5: cv2.ROTATE_90_COUNTERCLOCKWISE,
        6: cv2.ROTATE_90_CLOCKWISE,
        7: cv2.ROTATE_90_CLOCKWISE,
        8: cv2.ROTATE_90_COUNTERCLOCKWISE,
    }.get(orientation)
    return image if turn is None else np.asarray(cv2.rotate(image, turn), np.uint8)
