"""Finds what moves in each frame of a camera: pixels in, boxes and a score out, no clock."""

import cv2
import numpy as np

from processing.colour import to_grey
from processing.motion.blobs import Blob
from processing.motion.motion import Motion
from processing.motion.scene import Scene
from processing.motion.settings import MotionSettings
from processing.pixels import Image
from processing.scaling import to_long_side

LONG_SIDE_PX = 320
"""Frames are looked at in this size; a caller may as well decode them in it."""


class Detector:
    """Motion detection for one camera: give it every frame in order, some 5 to 15 a second.

    1. Grey, small, smoothed: the usual start (imutils, Frigate, Motion's smoothing).
    2. A reference image that learns (Motion's `alg.c`; `reference.py`), brought to the exposure
       of the frame by a robust line (`light.fit_light`) and to its bands (`light.with_bands`).
    3. Changed is what differs by more than the noise learned for that pixel (Motion tunes one
       level for all) and a floor that follows contrast (Frigate's contrast stretch).
    4. Moving is what also differs from a moment ago, as in the two backgrounds of Porikli 2007
       ("Detection of temporarily static regions by processing video at different frame rates"):
       who stands still, and the hole left by what was taken away, do not move.
    5. Despeckled by a median, by size, and by having been there in the frames before.
    6. What light alone explains (`light.is_only_light`) is no movement, nor is a change of half
       the picture at once (Motion's light switch).
    """

    def __init__(self, settings: MotionSettings | None = None) -> None:
        self._settings = settings or MotionSettings()
        self._scene: Scene | None = None
        self._shape: tuple[int, ...] = ()

    def look(self, frame: Image) -> Motion:
        """What moves in a frame, (height, width) grey or (height, width, 3) BGR of any size.

        A frame of another shape than the one before begins a new scene, warm-up included.
        """
        small = _small(frame)
        smooth = np.asarray(cv2.GaussianBlur(small, (3, 3), 0), np.uint8)
        if self._scene is None or small.shape != self._shape:
            self._scene, self._shape = Scene(smooth, self._settings), small.shape
        blobs = self._scene.look(smooth)
        if not blobs:
            return Motion()
        motion = self._motion(blobs, small)
        return motion.scaled(frame.shape[1] / small.shape[1], frame.shape[0] / small.shape[0])

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


def _sharpness(small: Image, blobs: list[Blob]) -> float:
    """The variance of the Laplacian in the box of the largest blob."""
    box = blobs[0].box
    inside = small[box.y : box.y + box.height, box.x : box.x + box.width]
    _mean, deviation = cv2.meanStdDev(cv2.Laplacian(inside, cv2.CV_16S))
    return float(deviation[0, 0]) ** 2
