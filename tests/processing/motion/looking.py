"""Clips through JPEG and a detector, as a camera's frames go."""

import math
from collections.abc import Iterable

from processing.frames import decode_reduced
from processing.images import FileTraits, Image, encode
from processing.images.jpeg import Compression
from processing.limits import Limits
from processing.motion.detector import Detector
from processing.motion.motion import Motion
from processing.motion.settings import MotionSettings
from processing.shapes import Polygon
from tests.processing.motion.scenes import Change, clip

WHOLE: Polygon = ((0, 0), (1, 0), (1, 1), (0, 1))
LEFT_HALF: Polygon = ((0, 0), (0.5, 0), (0.5, 1), (0, 1))


def through_jpeg(frames: Iterable[Image], quality: int = 85) -> Iterable[Image]:
    """As a camera sends them: artefacts differ from frame to frame."""
    traits = FileTraits("JPEG", compression=Compression(quality))
    for frame in frames:
        yield decode_reduced(encode(frame, traits).content, Limits(), 320, grey=True)


def looks(frames: Iterable[Image], settings: MotionSettings | None = None) -> list[Motion]:
    detector = Detector(settings)
    return [detector.look(frame) for frame in frames]


def moving_frames(*changes: Change, seed: int = 0, noise: float = 1.0) -> list[int]:
    seen = looks(through_jpeg(clip(*changes, seed=seed, noise=noise)))
    return [number for number, motion in enumerate(seen) if motion.is_moving]


def longest_run(numbers: list[int]) -> int:
    """The most moving frames of which no two are further than 3 apart."""
    run = longest = 0
    for before, number in zip([-10, *numbers], numbers, strict=False):
        run = run + 1 if number - before <= 3 else 1
        longest = max(longest, run)
    return longest


def hunting(number: int) -> float:
    return 1 + 0.3 * math.sin(number / 4)
