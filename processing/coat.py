"""What a cover is painted with: a few colours, enlarged to its size, each coat saying less.

Noise follows from a secret key and what is covered: nobody else can draw it again and take it off,
and the same cover of the same picture gets the same, so that the mean of many results tells no more
than one. A cover that is larger by a pixel gets another, not the same over slightly other colours:
their difference would be free of noise.
"""

import hashlib
import hmac
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


def first_paint(style: str, blocks: int) -> Paint:
    """How a cover is painted at first: without noise."""
    return _black if style == "solid" else _means(blocks, style == "blur")


def paints(style: str, blocks: int, noise_key: bytes) -> list[Paint]:
    """How a cover is painted, and how again and again while a face is still seen in it."""
    if style == "solid":
        return [_black]
    coarse = min(blocks, _COARSE_BLOCKS)
    first = [first_paint(style, number) for number in dict.fromkeys((blocks, coarse))]
    # A blur carries noise away, and with it the reason to add any.
    others = [_plain] if style == "blur" else _noisy_paints(coarse, noise_key)
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


def _noisy_paints(blocks: int, key: bytes) -> list[Paint]:
    means = _means(blocks, is_smooth=False)

    def noisy(image: Image, cover: Cover) -> Coat:
        return _with_noise(means(image, cover), _NOISE, _seed(image, cover, key))

    def noisy_surroundings(image: Image, cover: Cover) -> Coat:
        squares = mosaic_colours(image[cover.window], blocks).shape
        plain = np.broadcast_to(_plain(image, cover).colours, squares)
        return _with_noise(Coat(plain), _NOISE_OF_SURROUNDINGS, _seed(image, cover, key))

    return [noisy, noisy_surroundings]


def _seed(image: Image, cover: Cover, key: bytes) -> bytes:
    """What a key makes of the pixels under a cover (HMAC, RFC 2104), wherever they lie."""
    covered = np.ascontiguousarray(image[cover.window])
    return hmac.digest(key, repr(covered.shape).encode() + covered.tobytes(), "sha256")


def _with_noise(coat: Coat, most: int, seed: bytes) -> Coat:
    """The same with up to `most` added to each colour channel or taken off it, alpha left alone."""
    noisy = coat.colours.astype(np.int16)
    colour = noisy[:, :, :3]
    stream = hashlib.shake_256(seed + repr((colour.shape, most)).encode()).digest(colour.size)
    drawn = np.frombuffer(stream, np.uint8).reshape(colour.shape)
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
