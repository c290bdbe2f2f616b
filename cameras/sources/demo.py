"""A scene the program draws itself, so that a site without a camera has one to show."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

import cv2
import numpy as np

from cameras.sources.metronome import Metronome
from cameras.sources.source import CaptureOptions, FrameSize
from processing.frames import small_grey
from processing.images import Image

_WIDTH, _HEIGHT = 640, 360
_BALLS = 4
_LAP_S = 12.0


@dataclass(frozen=True)
class DemoFrame:
    """The scene at one moment; drawn when asked for."""

    taken_at: float
    frame_size: FrameSize
    seed: int
    is_key: ClassVar = True

    def size(self) -> FrameSize:
        return self.frame_size

    def image(self, min_width: int | None = None) -> Image:  # noqa: ARG002  (drawn at one size)
        """Draw it: (height, width, 3) BGR."""
        return draw(self.taken_at, self.frame_size, self.seed)

    def small_grey(self, min_width: int) -> Image:
        return small_grey(self.image(), min_width)


@dataclass(frozen=True)
class DemoSource:
    """The scene, drawn at the frame rate that was asked for."""

    size: FrameSize
    fps: float
    seed: int

    def frames(self) -> Iterator[DemoFrame | None]:
        metronome = Metronome(self.fps)
        while True:
            yield from metronome.waits()
            yield DemoFrame(time.time(), self.size, self.seed)
            metronome.beat()


@contextmanager
def opened(value: str, options: CaptureOptions) -> Iterator[DemoSource]:
    """Open the demo scene; `value` may hold its seed."""
    size = FrameSize(options.width or _WIDTH, options.height or _HEIGHT)
    yield DemoSource(size, options.fps, int(value or 0))


def draw(at: float, size: FrameSize, seed: int) -> Image:
    """The scene at a time (seconds since the epoch): balls going round.

    After every 12 s nothing moves for 4 s. The time is written into the live picture of every
    camera: the scene has no clock of its own.
    """
    image = _backdrop(size, seed).copy()
    rng = np.random.default_rng(seed)
    phases, radii, hues = rng.random((3, _BALLS))
    moving_s = (at // 16) * _LAP_S + min(at % 16, _LAP_S)
    for phase, radius, hue in zip(phases, radii, hues, strict=True):
        angle = 2 * np.pi * (moving_s / _LAP_S + phase)
        centre = (
            int(size.width * (0.5 + 0.38 * np.cos(angle))),
            int(size.height * (0.45 + 0.3 * np.sin(2 * angle + phase))),
        )
        cv2.circle(
            image, centre, int(size.height * (0.05 + 0.05 * radius)), _colour(hue), -1, cv2.LINE_AA
        )
    return image


_backdrops: dict[tuple[FrameSize, int], Image] = {}


def _backdrop(size: FrameSize, seed: int) -> Image:
    """An evening sky over hills, drawn once per size."""
    if (size, seed) not in _backdrops:
        rows, columns = np.mgrid[0 : size.height, 0 : size.width]
        sky = np.dstack(
            (
                160 - rows * 70 / size.height,
                90 + rows * 60 / size.height,
                60 + rows * 150 / size.height,
            )
        )
        hills = size.height * (0.75 + 0.07 * np.sin(columns / size.width * 9 + seed))
        sky[rows > hills] = (60, 80, 40)
        _backdrops.clear()
        _backdrops[size, seed] = np.ascontiguousarray(sky.astype(np.uint8))
    return _backdrops[size, seed]


def _colour(hue: float) -> tuple[int, int, int]:
    pixel = cv2.cvtColor(np.array([[[int(hue * 179), 170, 245]]], np.uint8), cv2.COLOR_HSV2BGR)
    blue, green, red = (int(channel) for channel in pixel[0, 0])
    return blue, green, red
