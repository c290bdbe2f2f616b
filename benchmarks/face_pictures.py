"""The pictures that face finders are compared over: those of SAMPLES, and what is made of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from processing.colour import split_alpha
from processing.images import Image, decode
from processing.limits import Limits

SideBox = tuple[int, ...]
"""x, y, width and height in pixels."""

_REDUCTIONS = (1, 2, 4)
_CROWDS = ((1024, 3), (1200, 4), (1600, 6), (2400, 10))
"""A crowd's side in px and how many tiles it has along it."""
_ROUNDS = 3
_PHOTO_PX = 4032, 3024
_FAR_TILE_PX = 400


@dataclass(frozen=True)
class LabelledPicture:
    """An upright (height, width, 3) BGR picture and the boxes of its faces."""

    image: Image
    boxes: list[SideBox]


class Samples:
    """A folder of pictures and its manifest.json.

    The manifest lists under `faces` and `masks` files with the `boxes` [x, y, width, height] of
    their faces in pixels of the upright picture, and under `nofaces` files without any.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest = json.loads((folder / "manifest.json").read_text())

    def sets(self) -> Iterator[tuple[str, Iterator[LabelledPicture]]]:
        """Each set of pictures with its name."""
        yield "Photographs, as they are and half and a quarter as wide", self._photographs()
        yield "Streets and rooms, many people with masks", self._listed("masks")
        yield "Crowds, tiles of the former side by side", self._crowds()

    def with_faces(self) -> Iterator[LabelledPicture]:
        """Every listed picture that shows faces, as it is."""
        for kind in ("faces", "masks"):
            yield from self._listed(kind)

    def photos(self) -> Iterator[tuple[str, Image]]:
        """Pictures of 12 megapixels with a near face, with far ones and without any."""
        near = max(self._listed("faces"), key=_largest_side)
        empty = max(self._listed("nofaces"), key=lambda picture: picture.image.size)
        background = _as_photo(empty.image)
        yield "a near face", _as_photo(near.image)
        yield "far faces", self._with_tiles(background)
        yield "no face", background

    def _photographs(self) -> Iterator[LabelledPicture]:
        for kind in ("faces", "nofaces"):
            for picture in self._listed(kind):
                for factor in _REDUCTIONS:
                    yield _scaled(picture, 1 / factor)

    def _listed(self, kind: str) -> Iterator[LabelledPicture]:
        for entry in self._manifest[kind]:
            yield self._picture(entry)

    def _picture(self, entry: dict[str, Any]) -> LabelledPicture:
        image, _traits = decode((self._folder / entry["file"]).read_bytes(), Limits())
        colour, _alpha = split_alpha(image)
        return LabelledPicture(colour, [tuple(box) for box in entry.get("boxes", [])])

    def _crowds(self) -> Iterator[LabelledPicture]:
        """Squares of tiles, each picture in two of them at least."""
        tiles = [picture for picture in self._listed("masks") if picture.boxes]
        order = np.random.default_rng(0).permutation(len(tiles))
        turns = cycle(order)
        for side, count in _CROWDS * _ROUNDS:
            chosen = [tiles[number] for number in islice(turns, count**2)]
            yield _crowd(chosen, side // count, count)

    def _with_tiles(self, background: Image) -> Image:
        """A few small pictures with faces in the middle of a large one."""
        photo = background.copy()
        tiles = [picture for picture in self._listed("masks") if len(picture.boxes) > 3]
        for number, picture in enumerate(tiles[:6]):
            tile = _resized(picture.image, (_FAR_TILE_PX, _FAR_TILE_PX))
            top, left = 1100 + number // 3 * _FAR_TILE_PX, 1400 + number % 3 * _FAR_TILE_PX
            photo[top : top + _FAR_TILE_PX, left : left + _FAR_TILE_PX] = tile
        return photo


def _as_photo(image: Image) -> Image:
    """A picture in the shape of a photograph, its edges drawn out."""
    width, height = _PHOTO_PX
    rows = max(0, image.shape[1] * height // width - image.shape[0])
    columns = max(0, image.shape[0] * width // height - image.shape[1])
    room = ((rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2), (0, 0))
    return _resized(np.pad(image, room, mode="edge"), _PHOTO_PX)


def _crowd(pictures: list[LabelledPicture], tile_px: int, count: int) -> LabelledPicture:
    crowd = np.zeros((count * tile_px, count * tile_px, 3), np.uint8)
    boxes = []
    for number, picture in enumerate(pictures):
        tile = _scaled(picture, tile_px / max(picture.image.shape))
        top, left = (place * tile_px for place in divmod(number, count))
        height, width = tile.image.shape[:2]
        crowd[top : top + height, left : left + width] = tile.image
        boxes += [(x + left, y + top, *size) for x, y, *size in tile.boxes]
    return LabelledPicture(crowd, boxes)


def _scaled(picture: LabelledPicture, scale: float) -> LabelledPicture:
    height, width = picture.image.shape[:2]
    size = max(1, int(width * scale)), max(1, int(height * scale))
    boxes = [tuple(round(side * scale) for side in box) for box in picture.boxes]
    return LabelledPicture(_resized(picture.image, size), boxes)


def _resized(image: Image, size: tuple[int, int]) -> Image:
    manner = cv2.INTER_AREA if size[0] < image.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size, interpolation=manner), np.uint8)


def _largest_side(picture: LabelledPicture) -> float:
    """That of the largest face, as a share of the picture's."""
    side_px = max((max(box[2:]) for box in picture.boxes), default=0)
    return float(side_px) / float(max(picture.image.shape))
