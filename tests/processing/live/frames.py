"""What tests of live faces share: a clock set by hand, and a finder with prepared answers."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from processing.face import Face
from processing.images import Image
from processing.live.looks import Look, Looks
from processing.live.place import Place

TILE = 416, 672
"""The size of a tile of a frame of 720 x 1280 px."""


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def frames(self, count: int, fps: float = 10) -> Iterator[int]:
        """Number frames, each as it comes; what comes while one is worked on is passed over."""
        due = self.now
        for number in range(count):
            self.now = max(self.now, due)
            due = self.now + 1 / fps
            yield number


class Finder:
    """Finds the prepared `faces` in the whole frame, takes its time, and notes each look."""

    def __init__(self, clock: Clock, cost_s: float = 0.0) -> None:
        self.faces: Sequence[Face] = ()
        self.error: Exception | None = None
        self.cost_s = cost_s
        self.s_per_megapixel = 0.0
        self.looks: list[tuple[tuple[int, ...], int | None]] = []
        """The shape of each picture looked at, and the long side it was brought to."""
        self._clock = clock

    def __call__(self, image: Image, long_side_px: int | None) -> Sequence[Face]:
        self.looks.append((image.shape[:2], long_side_px))
        seen_px = image.shape[0] * image.shape[1]
        if long_side_px is not None:
            seen_px *= (long_side_px / max(image.shape[:2])) ** 2
        self._clock.now += self.cost_s + self.s_per_megapixel * seen_px / 1e6
        if self.error is not None:
            raise self.error
        return self.faces


def noise(height: int, width: int, seed: int = 1) -> Image:
    """A picture in which each block of 8 pixels differs from the next, and from another seed's."""
    small = np.random.default_rng(seed).integers(0, 255, (height // 8, width // 8, 3), np.uint8)
    return small.repeat(8, axis=0).repeat(8, axis=1)


def look(looks: Looks, frame: Image, covers: Sequence[Place] = ()) -> Sequence[Look]:
    """Look at a frame that is only shown."""
    return looks.look(frame, covers, closely=False)


def changed(frame: Image, *corners: tuple[int, int], side: int = 32) -> Image:
    """The frame with other squares in it, at these (top, left)."""
    frame = frame.copy()
    for top, left in corners:
        frame[top : top + side, left : left + side] ^= 128
    return frame


def pixels(looked):
    """What a look at a picture of this size, brought to a long side, comes to."""
    size, long_side_px = looked
    return math.prod(size) * (long_side_px / max(size)) ** 2
