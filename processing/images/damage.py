"""Judges what a decoder of JPEGs complains of: nothing, damaged parts, or too little left."""

import re

import numpy as np

from processing.pixels import Image
from processing.refusal import Refused

_MAX_LOST = 0.1
"""Share of a picture's rows that may be missing before it is refused."""
_MISSING = 128
"""What a decoder of JPEGs leaves where data are missing: coefficients of 0, within 1."""
_EXTRANEOUS = re.compile(r"(\d+) extraneous bytes before marker 0x([0-9a-f]{2})")
_RESTARTS = range(0xD0, 0xD8)
_EOI = 0xD9
_MAX_EXTRANEOUS_BYTES = 16
"""Some cameras leave a few between the last block and EOI."""


def is_damaged(content: bytes, warnings: tuple[str, ...], image: Image) -> bool:
    """Whether parts of a decoded JPEG are not what they were, by libjpeg's warnings.

    Raises Refused (`damaged`) where more than a tenth of the rows, counted from below, is missing.
    """
    if all(_is_harmless(warning, content) for warning in warnings):
        return False
    if _lost_rows(image) > _MAX_LOST * image.shape[0]:
        raise Refused("damaged")
    return True


def _is_harmless(warning: str, content: bytes) -> bool:
    """Whether a warning is of bytes that belong to no pixel: junk before a header, padding."""
    found = _EXTRANEOUS.search(warning)
    if found is None:
        return False
    count, marker = int(found[1]), int(found[2], 16)
    if marker != _EOI:
        return marker not in _RESTARTS
    end = content.rfind(b"\xff\xd9")
    return count <= _MAX_EXTRANEOUS_BYTES or len(set(content[end - count : end])) == 1


def _lost_rows(image: Image) -> int:
    """How many rows at the bottom hold no more than a decoder puts in for missing data."""
    rows = image.reshape(image.shape[0], -1)
    held = np.nonzero(((rows < _MISSING - 1) | (rows > _MISSING + 1)).any(axis=1))[0]
    return int(image.shape[0] - held[-1] - 1) if held.size else image.shape[0]
