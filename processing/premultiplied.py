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

_ALPHA = 3
_STRIP_ROWS = 256


def filtered(image: Image, linear: Filter) -> Image:
    """What a linear filter makes of a picture; of BGRA all four channels, colour weighed by alpha.

    These are filtered one by one: all of them in 16 bits would take as much as two pictures.
    Where nothing is seen of the result its colour is black.
    """
    if is_opaque(image):
        return np.asarray(linear(image), np.uint8)
    alpha = cv2.extractChannel(image, _ALPHA)
    weights = np.asarray(
        linear(cv2.multiply(alpha, np.full_like(alpha, 255), dtype=cv2.CV_16U)), np.uint16
    )
    result = np.empty((*weights.shape, 4), np.uint8)
    full = np.full_like(weights, 255)
    cv2.insertChannel(cv2.divide(weights, full, dtype=cv2.CV_8U), result, _ALPHA)
    del full
    for channel in range(_ALPHA):
        # Without names for what is made on the way: a channel in 16 bits is half a picture.
        product = linear(cv2.multiply(cv2.extractChannel(image, channel), alpha, dtype=cv2.CV_16U))
        product = cv2.divide(product, weights, scale=255, dtype=cv2.CV_8U)
        cv2.insertChannel(product, result, channel)
        del product
    return without_hidden(result)


def filtered_in_strips(image: Image, linear: Filter, reach: int) -> Image:
    """The same for a filter that keeps the size and looks no further than `reach` rows.

    It needs no 16-bit copy of a whole channel.
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
        paint_hidden(image, image[:, :, 3], 0)
    return image


def paint_hidden(image: Image, alpha: Image, value: int) -> None:
    """Set every channel, in place, where alpha is 0; indices would take 16 bytes for each pixel."""
    np.copyto(image, np.uint8(value), where=(alpha == 0)[:, :, None])
