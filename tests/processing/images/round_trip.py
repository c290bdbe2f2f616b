"""What tests of all subjects do: decode a file, publish it again, compare."""

import numpy as np
import numpy.typing as npt
import pytest

from processing.images import Image, decode, encode
from processing.limits import Limits
from processing.refusal import Refused
from tests.processing.picture_files import FORMATS, gradient, saved

LIMITS = Limits()
FILES = {name: saved(gradient(), name) for name in FORMATS}
GRADIENT = np.asarray(gradient())[:, :, ::-1]
EXACT = ("PNG", "BMP")


def decoded(content: bytes) -> Image:
    return decode(content, LIMITS)[0]


def again(content: bytes) -> bytes:
    """What is published of a file to which nothing is done."""
    return encode(*decode(content, LIMITS)).content


def refusal_of(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        decode(content, limits)
    return refused.value.code


def distance(one: npt.NDArray[np.integer], other: npt.NDArray[np.integer]) -> float:
    """Mean difference of two pictures of the same shape, 0..255."""
    assert one.shape == other.shape
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


SRGB = np.array(
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.7141]]
)
"""XYZ (D50) of sRGB's red, green and blue, in rows."""
