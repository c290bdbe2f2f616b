"""The pixels of a JPEG, and whether all of them are what the camera wrote."""

from typing import Final

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageCms

from processing.images.damage import is_damaged
from processing.images.modes import converted
from processing.pixels import Image
from processing.refusal import Refused
from processing.turbojpeg import Kind, NotDecodable, decompress

_REDUCTION: Final = 8
"""What a decoder complains of does not depend on the size it decodes to."""


def pixels_of_jpeg(
    picture: Pillow.Image, content: bytes, profile: ImageCms.ImageCmsProfile | None, *, grey: bool
) -> tuple[Image, bool]:
    """Grey or BGR in sRGB, not yet upright, and whether parts of it are damaged.

    `grey` asks for lightness alone, which a colour profile or CMYK does not allow. Without
    libturbojpeg nothing is known of damage. Raises Refused and what Pillow raises.
    """
    if picture.mode not in ("L", "RGB"):
        return _by_pillow(picture, content, profile)
    is_grey = picture.mode == "L" or (grey and profile is None)
    kind: Kind = "GREY" if is_grey else "BGR" if profile is None else "RGB"
    try:
        found = decompress(content, picture.size, kind)
    except NotDecodable:
        return _without_warnings(picture, content, profile, grey=is_grey), False
    was_damaged = is_damaged(content, found.warnings, found.image)
    if profile is None:
        return found.image, was_damaged
    return converted(Pillow.fromarray(found.image), profile), was_damaged


def _by_pillow(
    picture: Pillow.Image, content: bytes, profile: ImageCms.ImageCmsProfile | None
) -> tuple[Image, bool]:
    """CMYK, whose inks Pillow knows how to read."""
    try:
        found = decompress(content, picture.size, "CMYK", _REDUCTION)
        was_damaged = is_damaged(content, found.warnings, found.image)
    except NotDecodable:
        was_damaged = False
    picture.load()
    return converted(picture, profile), was_damaged


def _without_warnings(
    picture: Pillow.Image,
    content: bytes,
    profile: ImageCms.ImageCmsProfile | None,
    *,
    grey: bool,
) -> Image:
    if profile is not None:
        picture.load()
        return converted(picture, profile)
    return decoded_by_opencv(content, cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR)


def decoded_by_opencv(content: bytes, mode: int) -> Image:
    """The pixels as OpenCV reads them, not turned; raises Refused where it reads none."""
    image = cv2.imdecode(np.frombuffer(content, np.uint8), mode | cv2.IMREAD_IGNORE_ORIENTATION)
    if image is None:
        raise Refused("damaged")
    return np.asarray(image, np.uint8)
