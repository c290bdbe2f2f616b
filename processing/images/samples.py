"""Samples as the file holds them, with all of their bits, for those that are to be converted."""

import io

import cv2
import numpy as np
import pillow_heif
from PIL import Image as Pillow

from processing.headers import av1_bits
from processing.images.colour_space import Samples
from processing.images.modes import converted

_DEPTH_OF_PNG_AT = 24


def samples_of(picture: Pillow.Image, content: bytes, format_name: str) -> tuple[Samples, int]:
    """Grey, BGR or BGRA without any conversion of colour, and the highest value of a sample.

    Raises what Pillow raises for a damaged file.
    """
    if format_name == "PNG" and content[_DEPTH_OF_PNG_AT] == 16:
        return _of_deep_png(picture, content)
    if format_name == "AVIF" and (bits := av1_bits(content)) > 8:
        return _by_opencv(picture, content, (1 << bits) - 1)
    if format_name == "HEIF" and picture.info.get("bit_depth", 8) > 8:
        return _of_deep_heif(content)
    picture.load()
    return converted(picture, None), 255


def _of_deep_png(picture: Pillow.Image, content: bytes) -> tuple[Samples, int]:
    transparent = picture.info.get("transparency")
    if transparent is None:
        return _by_opencv(picture, content, 65535)
    picture.load()
    if not picture.mode.startswith("I"):
        return converted(picture, None), 255
    grey = np.asarray(picture).astype(np.uint16)
    alpha = np.where(grey == transparent, 0, 65535).astype(np.uint16)
    return np.dstack((grey, grey, grey, alpha)), 65535


def _by_opencv(picture: Pillow.Image, content: bytes, top: int) -> tuple[Samples, int]:
    """OpenCV keeps 16 bits where Pillow cuts them to 8; what it does not read, Pillow does."""
    found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if found is not None and found.dtype == np.uint16 and found.shape[1::-1] == picture.size:
        return found.astype(np.uint16, copy=False), top
    picture.load()
    return converted(picture, None), 255


def _of_deep_heif(content: bytes) -> tuple[Samples, int]:
    """10 or 12 bits, which the reader moves to the upper end of 16."""
    heif = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=False)
    samples = np.asarray(heif)
    bits = int(heif.info["bit_depth"])
    if samples.ndim == 3:
        order = [2, 1, 0, 3][: samples.shape[2]]
        samples = np.ascontiguousarray(samples[:, :, order])
    return samples, ((1 << bits) - 1) << (16 - bits)
