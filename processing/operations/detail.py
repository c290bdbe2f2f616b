"""Operations on detail: blur, sharpen, pencil sketch, edges. Radii follow the picture's size."""

import math

import cv2
import numpy as np

from processing.colour import to_bgr, to_grey
from processing.pixels import Image
from processing.premultiplied import Samples, filtered, filtered_in_strips, without_hidden

_SHARPEN_RADIUS = 0.15
"""Sigma of the unsharp mask, in % of the shorter side."""
_MIN_SHARPEN_SIGMA_PX = 0.7
"""A narrower kernel rounds to the picture itself in 8 bits."""


def blur(image: Image, radius: float) -> Image:
    """Gaussian blur, of alpha too; `radius` is sigma in % of the shorter side."""
    return _gaussian(image, _sigma_px(image, radius))


def sharpen(image: Image, amount: float) -> Image:
    """Unsharp mask: add `amount` times what a slight blur takes away; alpha stays as it is."""
    soft = _gaussian(image, max(_sigma_px(image, _SHARPEN_RADIUS), _MIN_SHARPEN_SIGMA_PX))
    sharp = np.asarray(cv2.addWeighted(image, 1 + amount, soft, -amount, 0), np.uint8)
    if image.ndim == 3 and image.shape[2] == 4:
        sharp[:, :, 3] = image[:, :, 3]
    return without_hidden(sharp)


def sketch(image: Image, softness: float) -> Image:
    """Pencil lines by colour dodge: grey divided by its own blurred self.

    `softness` is the blur's sigma in % of the shorter side: larger means broader strokes.
    """
    grey = to_grey(image)
    paper = _gaussian(grey, _sigma_px(image, softness))
    lines = cv2.divide(grey, np.maximum(paper, 1), scale=255)
    return to_bgr(np.asarray(lines, np.uint8))


def edges(image: Image, sensitivity: int) -> Image:
    """Black outlines on white (Canny 1986); `sensitivity` 1..100 lowers the gradient asked for."""
    grey = to_grey(image)
    soft = _gaussian(grey, 1.0)
    strong = 20 + 3 * (100 - sensitivity)
    outline = cv2.bitwise_not(cv2.Canny(soft, strong / 2, strong))
    return to_bgr(np.asarray(outline, np.uint8))


def _sigma_px(image: Image, percent: float) -> float:
    shorter_px: int = min(image.shape[:2])
    return max(percent / 100 * shorter_px, 0.3)


def _gaussian(image: Image, sigma_px: float) -> Image:
    """Gaussian blur whose cost does not grow with sigma: wide ones work on a reduced picture."""
    factor = max(1, int(sigma_px / 4))
    if factor == 1:
        reach = math.ceil(4 * sigma_px) + 1  # OpenCV's kernel ends at 4 sigma
        return filtered_in_strips(
            image, lambda samples: cv2.GaussianBlur(samples, (0, 0), sigma_px), reach
        )
    height, width = image.shape[:2]
    small_size = max(1, width // factor), max(1, height // factor)

    def blurred(samples: Samples) -> Samples:
        # One name for all of them, so that what was given is freed before the last is made.
        samples = cv2.resize(samples, small_size, interpolation=cv2.INTER_AREA)
        samples = cv2.GaussianBlur(samples, (0, 0), sigma_px / factor)
        return cv2.resize(samples, (width, height), interpolation=cv2.INTER_LINEAR)

    return filtered(image, blurred)
