"""Linear filters on pictures with alpha: colour is weighed by what can be seen of it.

A filter that averages the colours of pixels and forgets their alpha mixes in what alpha hides:
halos. On colour times alpha (Porter and Duff 1984, "Compositing Digital Images") every linear
filter is right.
"""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from processing.pixels import Image

Samples = npt.NDArray[np.integer | np.floating]
Filter = Callable[[Samples], Samples]
"""Takes (height, width, 3) or (…, 4) of 8 or 16 bits, or grey, and returns the same kind."""

_ONE = 255 * 255
"""Full colour times full alpha."""
_STRIP_ROWS = 256


def filtered(image: Image, linear: Filter) -> Image:
    """What a linear filter makes of a picture; of BGRA all four channels, colour weighed by alpha.

    Where nothing is seen of the result its colour is black.
    """
    if is_opaque(image):
        return np.asarray(linear(image), np.uint8)
    return _divided(np.asarray(linear(_multiplied(image)), np.uint16))


def filtered_in_strips(image: Image, linear: Filter, reach: int) -> Image:
    """The same for a filter that keeps the size and looks no further than `reach` rows.

    It needs no 16-bit copy of the whole picture.
    """
    if is_opaque(image):
        return np.asarray(linear(image), np.uint8)
    result = np.empty_like(image)
    for top in range(0, image.shape[0], _STRIP_ROWS):
        start = max(0, top - reach)
        strip = filtered(image[start : top + _STRIP_ROWS + reach], linear)
        result[top : top + _STRIP_ROWS] = strip[top - start : top - start + _STRIP_ROWS]
    return result


def is_opaque(image: Image) -> bool:
    """Whether a picture has no alpha, or one that hides nothing."""
    return image.ndim == 2 or image.shape[2] < 4 or bool((image[:, :, 3] == 255).all())


def on_white(image: Image) -> Image:
    """BGRA as it is seen on white paper, (height, width, 3) BGR."""
    height, width = image.shape[:2]
    seen = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _STRIP_ROWS):
        strip = image[top : top + _STRIP_ROWS]
        alpha = strip[:, :, 3:].astype(np.uint16)
        weighed = strip[:, :, :3] * alpha + 255 * (255 - alpha)
        seen[top : top + _STRIP_ROWS] = (weighed + 127) // 255
    return seen


def without_hidden(image: Image) -> Image:
    """Blacken, in place, the colour of pixels whose alpha is 0."""
    if image.ndim == 3 and image.shape[2] == 4:
        image[image[:, :, 3] == 0] = 0
    return image


def _multiplied(image: Image) -> npt.NDArray[np.uint16]:
    """Colour times alpha, and 255 times alpha, (height, width, 4), each 0..65025."""
    product = np.empty(image.shape, np.uint16)
    for top in range(0, image.shape[0], _STRIP_ROWS):
        strip = image[top : top + _STRIP_ROWS]
        alpha = cv2.extractChannel(strip, 3)
        weights = cv2.merge((alpha, alpha, alpha, np.full_like(alpha, 255)))
        product[top : top + _STRIP_ROWS] = cv2.multiply(strip, weights, dtype=cv2.CV_16U)
    return product


def _divided(product: npt.NDArray[np.uint16]) -> Image:
    """The reverse of `_multiplied`, rounded to 8 bits."""
    image = np.empty(product.shape, np.uint8)
    for top in range(0, product.shape[0], _STRIP_ROWS):
        strip = product[top : top + _STRIP_ROWS]
        alpha = cv2.extractChannel(strip, 3)
        weights = cv2.merge((alpha, alpha, alpha, np.full_like(alpha, _ONE)))
        quotient = cv2.divide(strip, weights, scale=255, dtype=cv2.CV_8U)
        image[top : top + _STRIP_ROWS] = without_hidden(np.asarray(quotient, np.uint8))
    return image
