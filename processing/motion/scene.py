"""Compares each frame of a scene with the reference and with the frames just before."""

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from processing.drawing import corners_px
from processing.motion.blobs import Blob, find_blobs
from processing.motion.jumps import Jumps
from processing.motion.light import with_bands
from processing.motion.reference import Reference
from processing.motion.settings import MotionSettings
from processing.pixels import Image
from processing.shapes import Polygon

Residual = npt.NDArray[np.int16]

_LAG_FRAMES, _LAG_S = 3, 0.25
_LARGE_STEP = 30.0
_AROUND = np.ones((7, 7), np.uint8)
_REACH = (np.ones((15, 15), np.uint8), np.ones((9, 9), np.uint8))
"""How far a thing may have come from two frames ago, and from one."""
_SWITCH_JUMP = 0.3
_SWITCH_FRAMES = 4
_COOL_DOWN_FRAMES = 10
_SLOWEST_WARM_UP_S = 0.3
_LEAST_WARM_UP_FRAMES = 3


@dataclass(frozen=True)
class _View:
    """A frame beside what was expected; `clean` is `changed` without specks, where it counts.

    `changed`, `clean` and `moved` are masks of 0 and 255.
    """

    frame: Image
    expected: Image
    residual: Residual
    changed: Image
    clean: Image
    moved: Image
    jitter: Image

    def blobs(self) -> list[Blob]:
        """What moves, whether it was near there before or not."""
        return find_blobs(self.clean, self.moved, self.frame, self.expected)


class Scene:
    """The scene before one camera; frames are (height, width) grey, small, all of one size."""

    def __init__(self, first: Image, settings: MotionSettings) -> None:
        self._settings = settings
        self._reference = Reference(first, settings.absorb_frames)
        self._jumps = Jumps(first.shape)
        self._watched = _outside(settings.ignored, first)
        self._residuals: deque[tuple[float, Residual]] = deque(maxlen=_LAG_FRAMES)
        self._earlier: deque[Image] = deque(maxlen=len(_REACH))
        self._shares: deque[float] = deque(maxlen=4)
        self._frames, self._now_s = 0, 0.0
        self._switch_frames_left = -_COOL_DOWN_FRAMES
        self._everything = np.full(first.shape, 255, np.uint8)

    def look(self, frame: Image, passed_s: float) -> list[Blob]:
        """What moves in a frame so long after the last, which also updates the reference."""
        self._now_s += passed_s
        if self._reference.follow(frame) > _LARGE_STEP:
            self._residuals.clear()
        view = self._compare(frame)
        self._residuals.append((self._now_s, view.residual))
        self._frames += 1
        if self._is_light_switched(cv2.countNonZero(view.clean) / view.clean.size):
            self._begin_again(frame)
            return []
        lasting = self._lasting(view.clean)
        self._learn(view)
        if self._is_warming_up:
            return []
        lasting_blobs = find_blobs(lasting, view.moved, frame, view.expected)
        moved = np.asarray(cv2.bitwise_and(view.clean, view.moved), np.uint8)
        blobs = self._jumps.with_jumps(lasting_blobs, view.blobs(), moved)
        self._jumps.learn(moved)
        return blobs

    def place(self, frame: Image) -> list[Blob]:
        """What differs in a frame between two looks, of which nothing is learned."""
        return self._compare(frame).blobs()

    @property
    def _is_warming_up(self) -> bool:
        """Whether too little was seen; a slow camera is waited for no longer than at 3 a second."""
        asked = self._settings.warm_up_frames
        if self._frames > asked:
            return False
        return self._frames <= _LEAST_WARM_UP_FRAMES or self._now_s < asked * _SLOWEST_WARM_UP_S

    def _compare(self, frame: Image) -> _View:
        expected = with_bands(self._reference.expected(frame), frame)
        residual = np.asarray(cv2.subtract(frame, expected, dtype=cv2.CV_16S), np.int16)
        past = self._a_moment_ago(residual)
        jitter = np.asarray(cv2.convertScaleAbs(cv2.absdiff(residual, past)), np.uint8)
        changed = self._reference.differs(np.asarray(cv2.absdiff(frame, expected), np.uint8))
        clean = np.asarray(cv2.bitwise_and(cv2.medianBlur(changed, 3), self._watched), np.uint8)
        moved = self._reference.differs(jitter)
        return _View(frame, expected, residual, changed, clean, moved, jitter)

    def _a_moment_ago(self, residual: Residual) -> Residual:
        """The newest of the last three residuals that is older than a quarter of a second."""
        for looked_at_s, past in reversed(self._residuals):
            if self._now_s - looked_at_s > _LAG_S:
                return past
        return self._residuals[0][1] if self._residuals else residual

    def _is_light_switched(self, share: float) -> bool:
        """Whether so much changed so suddenly that a lamp was switched.

        The idea is Motion's `lightswitch_percent`. It counts for the frames of the change alone: a
        large thing that goes on moving is movement.
        """
        jump = share - max(self._shares, default=0.0)
        self._shares.append(share)
        if self._switch_frames_left <= -_COOL_DOWN_FRAMES and jump > _SWITCH_JUMP:
            self._switch_frames_left = _SWITCH_FRAMES
        self._switch_frames_left -= 1
        return self._switch_frames_left >= 0

    def _begin_again(self, frame: Image) -> None:
        self._reference.replace(frame)
        for memory in (self._residuals, self._earlier, self._shares):
            memory.clear()

    def _lasting(self, changed: Image) -> Image:
        """The part of a mask that was near there one and two frames ago too: not rain, not snow."""
        lasting = changed
        if len(self._earlier) == len(_REACH) and cv2.countNonZero(changed):
            for past, reach in zip(self._earlier, _REACH, strict=True):
                lasting = np.asarray(cv2.bitwise_and(lasting, cv2.dilate(past, reach)), np.uint8)
        self._earlier.append(changed)
        return lasting

    def _learn(self, view: _View) -> None:
        unchanged = cv2.bitwise_not(view.changed)
        if self._is_warming_up:
            unchanged = self._everything
        near_movement = cv2.dilate(view.moved, _AROUND)
        standing = cv2.bitwise_and(view.changed, cv2.bitwise_not(near_movement))
        self._reference.learn(
            *(view.frame, np.asarray(unchanged, np.uint8)),
            *(np.asarray(standing, np.uint8), view.jitter),
        )


def _outside(polygons: tuple[Polygon, ...], frame: Image) -> Image:
    """A mask of 255, with 0 inside the polygons."""
    mask = np.full(frame.shape, 255, np.uint8)
    height, width = frame.shape
    for polygon in polygons:
        cv2.fillPoly(mask, corners_px(polygon, height, width), 0)
    return mask
