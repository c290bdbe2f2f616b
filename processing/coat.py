"""What a cover is painted with: a few colours, enlarged to its size, each coat saying less.

Noise is drawn anew from the system's source for secrets, so that it cannot be drawn again and
taken off; many results of one picture would average to the colours it was added to.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from processing.cover import Cover
from processing.pixels import Image
from processing.premultiplied import filtered
from processing.scaling import reduced

_COARSE_BLOCKS = 4
_NOISE = 96
_NOISE_OF_SURROUNDINGS = 32
"""The most that is added to a channel or taken off."""
_RING_SHARE = 1 / 8
"""How far what surrounds a cover reaches, of the cover's sides."""


@dataclass(frozen=True)
class Coat:
    """A picture of a few pixels, enlarged to the cover in squares of one colour or smoothly."""

    colours: Image
    is_smooth: bool = False

    def enlarged(self, rows: int, columns: int) -> Image:
        size = columns, rows
        if self.is_smooth:
            return filtered(
                self.colours, lambda one: cv2.resize(one, size, interpolation=cv2.INTER_LINEAR)
            )
        return np.asarray(cv2.resize(self.colours, size, interpolation=cv2.INTER_NEAREST), np.uint8)


Paint = Callable[[Image, Cover], Coat]
"""Mixes the coat of one cover of a (height, width, 3 or 4) picture."""


def paints(style: str, blocks: int) -> list[Paint]:
    """How a cover is painted, and how again and again while a face is still seen in it."""
    if style == "solid":
        return [_black]
    coarse = min(blocks, _COARSE_BLOCKS)
    first = [_means(number, style == "blur") for number in dict.fromkeys((blocks, coarse))]
    # A blur carries noise away, and with it the reason to add any.
    others = [_plain] if style == "blur" else [_noisy(coarse), _noisy_surroundings(coarse)]
    return [*first, *others, _black]


def mosaic_colours(image: Image, blocks: int) -> Image:
    """Area means of a picture, at most `blocks` along its long side, square as may be."""
    height, width = image.shape[:2]
    block_px = max(height, width) / blocks
    columns = min(max(1, round(width / block_px)), width)
    rows = min(max(1, round(height / block_px)), height)
    return reduced(image, (columns, rows))


def _means(blocks: int, is_smooth: bool) -> Paint:
    def mixed(image: Image, cover: Cover) -> Coat:
        # So small a face would show through squares of about a pixel each.
        squares = blocks if cover.face_px >= blocks else 1
        return Coat(mosaic_colours(image[cover.window], squares), is_smooth)

    return mixed


def _noisy(blocks: int) -> Paint:
    means = _means(blocks, is_smooth=False)
    return lambda image, cover: _with_noise(means(image, cover), _NOISE)


def _noisy_surroundings(blocks: int) -> Paint:
    def mixed(image: Image, cover: Cover) -> Coat:
        squares = mosaic_colours(image[cover.window], blocks).shape
        plain = np.broadcast_to(_plain(image, cover).colours, squares)
        return _with_noise(Coat(plain), _NOISE_OF_SURROUNDINGS)

    return mixed


def _with_noise(coat: Coat, most: int) -> Coat:
    """The same with up to `most` added to each colour channel or taken off it, alpha left alone."""
    noisy = coat.colours.astype(np.int16)
    colour = noisy[:, :, :3]
    drawn = np.frombuffer(secrets.token_bytes(colour.size), np.uint8).reshape(colour.shape)
    colour += np.rint((drawn / 127.5 - 1) * most).astype(np.int16)
    return replace(coat, colours=np.clip(noisy, 0, 255).astype(np.uint8))


def _plain(image: Image, cover: Cover) -> Coat:
    """The mean colour of what surrounds a cover; black where nothing does."""
    down = max(1, round((cover.bottom - cover.top) * _RING_SHARE))
    across = max(1, round((cover.right - cover.left) * _RING_SHARE))
    top, left = max(0, cover.top - down), max(0, cover.left - across)
    grown = image[top : cover.bottom + down, left : cover.right + across]
    surrounds = np.ones(grown.shape[:2], bool)
    surrounds[cover.top - top : cover.bottom - top, cover.left - left : cover.right - left] = False
    ring = grown[surrounds][:, None]
    return Coat(reduced(ring, (1, 1))) if len(ring) else _black(image, cover)


def _black(image: Image, _cover: Cover) -> Coat:
    opaque_black = 0, 0, 0, 255
    return Coat(np.full((1, 1, image.shape[2]), opaque_black[: image.shape[2]], np.uint8))
