"""The type of every picture that is handed from module to module."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Image: TypeAlias = npt.NDArray[np.uint8]
"""Pixels, upright, sRGB, 8 bit: (height, width) grey, (height, width, 3) BGR or (…, 4) BGRA."""
