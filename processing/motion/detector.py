"""Finds what moves in each frame of a camera: pixels in, boxes and a score out, no clock."""

from dataclasses import replace

import cv2
import numpy as np

from processing.colour import to_grey
from processing.motion.blobs import Blob
from processing.motion.motion import Motion
from processing.motion.scene import Scene
from processing.motion.settings import MotionSettings
from processing.pixels import Image
from processing.scaling import to_long_side
from processing.shapes import Box

LONG_SIDE_PX = 320
"""Frames are looked at in this size; a caller may as well decode them in it."""
_USUAL_PACE_S, _LONGEST_PAUSE_S = 0.1, 5.0


class Detector:
    """Motion detection for one camera: give it every frame in order, some 1 to 15 a second.

    1. Grey, small, smoothed: the usual start (imutils, Frigate, Motion's smoothing).
    2. A reference image that learns (Motion's `alg.c`; `reference.py`), brought to the exposure
       of the frame by a robust line (`light.fit_light`) and to its bands (`light.with_bands`).
    3. Changed is what differs by more than the noise learned for that pixel (Motion tunes one
       level for all) and a floor that follows contrast (Frigate's contrast stretch).
    4. Moving is what also differs from a moment ago, as in the two backgrounds of Porikli 2007
       ("Detection of temporarily static regions by processing video at different frame rates"):
       who stands still, and the hole left by what was taken away, do not move.
    5. Despeckled by a median, by size, and by having been near there in the frames before, or by
       standing out where nothing changed before (`jumps.py`): somebody fast, or a slow camera.
    6. What light alone explains (`light.is_only_light`) is no movement, nor is a change of half
       the picture at once (Motion's light switch).
    """

    def __init__(self, settings: MotionSettings | None = None) -> None:
        self._settings = settings or MotionSettings()
        self._scene: Scene | None = None
        self._shape: tuple[int, ...] = ()
        self._looked_at: float | None = None

    def look(self, frame: Image, taken_at: float | None = None) -> Motion:
        """What moves in a frame, (height, width) grey or (height, width, 3) BGR of any size.

        `taken_at` is in seconds of any clock; without it, a tenth after the one before.
        A frame of another shape than the one before begins a new scene, warm-up included.
        """
        small = _small(frame)
        smooth = _smoothed(small)
        if self._scene is None or small.shape != self._shape:
            self._scene, self._shape = Scene(smooth, self._settings), small.shape
        blobs = self._scene.look(smooth, self._passed_s(taken_at))
        if not blobs:
            return Motion()
        motion = self._motion(blobs, small)
        return motion.scaled(frame.shape[1] / small.shape[1], frame.shape[0] / small.shape[0])

    def place(self, frame: Image, seen: Motion) -> Motion:
        """What a look has seen, with boxes where the same things are in a frame after it.

        Nothing is learned of that frame; it has the size of the one looked at.
        """
        small = _small(frame)
        if self._scene is None or small.shape != self._shape:
            return seen
        scale = frame.shape[1] / small.shape[1], frame.shape[0] / small.shape[0]
        boxes = [blob.box.scaled(*scale) for blob in self._scene.place(_smoothed(small))]
        same = [box for box in boxes if any(_is_near(box, before) for before in seen.boxes)]
        return replace(seen, boxes=tuple(same)) if same else seen

    def _passed_s(self, taken_at: float | None) -> float:
        """How long ago the last frame was taken; a clock may be set back or forward."""
        before, self._looked_at = self._looked_at, taken_at
        if taken_at is None or before is None:
            return _USUAL_PACE_S
        return min(max(taken_at - before, 0.0), _LONGEST_PAUSE_S)

    def _motion(self, blobs: list[Blob], small: Image) -> Motion:
        """What moves, as boxes in pixels of the small picture."""
        share = sum(blob.area_px for blob in blobs) / small.size
        return Motion(
            boxes=tuple(blob.box for blob in blobs),
            score=100 * share / self._settings.threshold_percent,
            area_share=share,
            sharpness=_sharpness(small, blobs),
        )


def _small(frame: Image) -> Image:
    return to_grey(to_long_side(frame, LONG_SIDE_PX))


def _smoothed(small: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.uint8)


def _is_near(box: Box, before: Box) -> bool:
    """Whether a thing may have come from another place: no further than it is large."""
    across = abs(box.x + box.width / 2 - before.x - before.width / 2)
    down = abs(box.y + box.height / 2 - before.y - before.height / 2)
    return across <= box.width + before.width and down <= box.height + before.height


def _sharpness(small: Image, blobs: list[Blob]) -> float:
    """The variance of the Laplacian in the box of the largest blob."""
    box = blobs[0].box
    inside = small[box.y : box.y + box.height, box.x : box.x + box.width]
    _mean, deviation = cv2.meanStdDev(cv2.Laplacian(inside, cv2.CV_16S))
    return float(deviation[0, 0]) ** 2
