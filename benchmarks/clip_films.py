"""Clips with a head at known places, and how well a result covers its face in each frame."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import av
import cv2
import numpy as np
from av import AudioFrame, VideoFrame, VideoStream
from skimage import data

from processing.pixels import Image

FPS, RATE = 30, 48_000
_BLACK = 40
"""In a cover no channel is brighter."""
_COVERED_SHARE = 0.75
_FLICKER_S = 0.5
_FACE = 64, 46, 98, 130
_HEAD_PX = 220

Box = tuple[int, int, int, int]
"""Left, top, width and height in px."""


def write(path: Path, size: tuple[int, int], seconds: int) -> list[Box | None]:
    """A head that sways, grows and passes behind a bar, with a tone; its face's true boxes.

    `size` is (width, height). None stands for a face of which not half is to be seen.
    """
    boxes: list[Box | None] = []
    ground = _ground(size)
    with av.open(str(path), "w", format="mp4") as film:
        video = film.add_stream("libx264", rate=FPS, options={"crf": "20", "preset": "veryfast"})
        assert isinstance(video, VideoStream)  # noqa: S101  (for the type checker)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        tone = film.add_stream("aac", rate=RATE, layout="mono")
        for number in range(seconds * FPS):
            image, box = _frame(ground, number / FPS)
            boxes.append(box)
            film.mux(video.encode(VideoFrame.from_ndarray(image, format="bgr24")))
        film.mux(video.encode(None))
        for start in range(0, seconds * RATE - 1024, 1024):
            moments = np.arange(start, start + 1024) / RATE
            samples = (0.3 * np.sin(2764 * moments))[None].astype(np.float32)
            sound = AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
            sound.sample_rate, sound.pts, sound.time_base = RATE, start, Fraction(1, RATE)
            film.mux(tone.encode(sound))
        film.mux(tone.encode(None))
    return boxes


def _ground(size: tuple[int, int]) -> Image:
    coarse = np.random.default_rng(0).integers(90, 220, (9, 16, 3), np.uint8)
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _frame(ground: Image, time_s: float) -> tuple[Image, Box | None]:
    astronaut = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)  # type: ignore[no-untyped-call]
    height, width = ground.shape[:2]
    side = int(height * (0.22 + 0.12 * np.sin(time_s / 2)))
    head = cv2.resize(astronaut[20:240, 110:330], (side, side), interpolation=cv2.INTER_AREA)
    left = int((width - side) * (0.5 + 0.45 * np.sin(time_s * 1.3)))
    top = int((height - side) * (0.4 + 0.3 * np.sin(time_s * 0.7)))
    image = ground.copy()
    image[top : top + side, left : left + side] = head
    bar = slice(width // 2 - width // 40, width // 2 + width // 40)
    image[:, bar] = 120
    x, y, across, down = (round(one * side / _HEAD_PX) for one in _FACE)
    box = left + x, top + y, across, down
    hidden = max(0, min(box[0] + across, bar.stop) - max(box[0], bar.start))
    return image, None if hidden > across / 2 else box


@dataclass(frozen=True)
class Coverage:
    """Shares of frames, and how often a face flashes up for less than half a second."""

    uncovered: float
    flashes: int


def judge(path: Path, boxes: list[Box | None]) -> Coverage:
    """Compare a result, its faces painted black, with where they are."""
    with av.open(str(path)) as film:
        frames = (frame.to_ndarray(format="bgr24") for frame in film.decode(video=0))
        covered = [
            None if box is None else _is_covered(np.asarray(frame, np.uint8), box)
            for frame, box in zip(frames, boxes, strict=False)
        ]
    seen = [one for one in covered if one is not None]
    spans = [(one, len(list(group))) for one, group in groupby(seen)]
    flashes = sum(not one and long < _FLICKER_S * FPS for one, long in spans[1:-1])
    return Coverage(1 - sum(seen) / len(seen), flashes)


def _is_covered(frame: Image, box: Box) -> bool:
    x, y, width, height = box
    face = frame[y : y + height, x : x + width].max(axis=2)
    return float((face <= _BLACK).mean()) >= _COVERED_SHARE
