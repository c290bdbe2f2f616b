"""Conversions between grey, BGR and BGRA."""

import cv2
import numpy as np

from processing.pixels import Image


def to_bgr(image: Image) -> Image:
    """Any picture as (height, width, 3) BGR, alpha dropped; BGR is returned as it is."""
    if image.ndim == 3 and image.shape[2] == 3:
        return image
    code = cv2.COLOR_GRAY2BGR if image.ndim == 2 else cv2.COLOR_BGRA2BGR
    return np.asarray(cv2.cvtColor(image, code), np.uint8)


def to_grey(image: Image) -> Image:
    """Any picture as (height, width) grey by Rec. 601 luma; grey is returned as it is."""
    if image.ndim == 2:
        return image
    code = cv2.COLOR_BGRA2GRAY if image.shape[2] == 4 else cv2.COLOR_BGR2GRAY
    return np.asarray(cv2.cvtColor(image, code), np.uint8)


def split_alpha(image: Image) -> tuple[Image, Image | None]:
    """BGR, and alpha where there is one, of a grey, BGR or BGRA picture."""
    if image.ndim == 3 and image.shape[2] == 4:
        return to_bgr(image), image[:, :, 3]
    return to_bgr(image), None


def join_alpha(colour: Image, alpha: Image | None) -> Image:
    """The reverse of `split_alpha`."""
    return colour if alpha is None else np.dstack((colour, alpha))
