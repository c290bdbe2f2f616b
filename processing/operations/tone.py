"""Operations on tone and colour, (height, width, 3) BGR in and out unless they say so."""

import cv2
import numpy as np

from processing.colour import to_bgr, to_grey
from processing.pixels import Image

_SEPIA_BGR = np.array([[0.131, 0.534, 0.272], [0.168, 0.686, 0.349], [0.189, 0.769, 0.393]])
"""The usual sepia matrix (W3C Filter Effects, sepia()), rows and columns in BGR order."""


def grayscale(image: Image) -> Image:
    """Rec. 601 luma in every channel; a picture that is grey already is copied, alpha is kept."""
    if image.ndim == 2:
        return image.copy()
    grey = to_grey(image)
    if image.shape[2] == 3:
        return to_bgr(grey)
    return np.asarray(cv2.merge((grey, grey, grey, image[:, :, 3])), np.uint8)


def sepia(image: Image, strength: float) -> Image:
    """Blend towards brown; `strength` 0 leaves the picture, 1 is full sepia."""
    matrix = (1 - strength) * np.eye(3) + strength * _SEPIA_BGR
    return np.asarray(cv2.transform(image, matrix), np.uint8)


def even_light(image: Image, strength: float) -> Image:
    """Lift shadows locally, leaving hue alone: CLAHE (Zuiderveld 1994) on L of Lab only.

    `strength` is the clip limit: 1 hardly shows, 8 is harsh.
    """
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)
    balance = cv2.createCLAHE(clipLimit=strength, tileGridSize=(8, 8))
    cv2.insertChannel(balance.apply(cv2.extractChannel(lab, 0)), lab, 0)
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2BGR), np.uint8)
