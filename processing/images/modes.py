"""Pictures opened by Pillow, in any of its modes, as arrays of 8-bit sRGB."""

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import ImageCms

from processing.colour import join_alpha, to_bgr
from processing.images.profiles import in_srgb
from processing.pixels import Image

_STRIP_ROWS = 512


def converted(picture: Pillow.Image, profile: ImageCms.ImageCmsProfile | None) -> Image:
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
    picture, alpha = _colour_and_alpha(picture)
    picture = in_srgb(picture, profile)
    if picture.mode == "L":
        grey = np.array(picture)
        return grey if alpha is None else _with_alpha(to_bgr(grey), alpha)
    rgb = np.asarray(picture.convert("RGB"))
    colour = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), np.uint8)
    return colour if alpha is None else _with_alpha(colour, alpha)


def _colour_and_alpha(picture: Pillow.Image) -> tuple[Pillow.Image, Image | None]:
    """A picture of mode L, RGB, CMYK or LAB, and alpha where there is one."""
    if picture.mode.startswith("I"):
        return _from_16_bits(np.asarray(picture), picture.info.get("transparency"))
    if picture.has_transparency_data:
        is_grey = picture.mode in ("L", "LA", "1")
        whole = picture.convert("RGBA")
        return whole.convert("L" if is_grey else "RGB"), np.asarray(whole.getchannel("A"))
    if picture.mode == "1":
        return picture.convert("L"), None
    return picture if picture.mode in ("L", "RGB", "CMYK", "LAB") else picture.convert("RGB"), None


def _from_16_bits(
    samples: npt.NDArray[np.integer], transparent: int | None
) -> tuple[Pillow.Image, Image | None]:
    """16-bit grey to 8, rounded (65535 = 257 x 255); the transparent value becomes alpha."""
    grey = ((samples.astype(np.uint32) + 128) // 257).clip(0, 255).astype(np.uint8)
    if transparent is None:
        return Pillow.fromarray(grey), None
    return Pillow.fromarray(grey), np.where(samples == transparent, 0, 255).astype(np.uint8)


def _with_alpha(colour: Image, alpha: Image) -> Image:
    """Join colour and alpha; what lay hidden where alpha is 0 is gone."""
    shown = np.where(alpha[:, :, None] == 0, np.uint8(0), colour)
    return join_alpha(shown, alpha)
