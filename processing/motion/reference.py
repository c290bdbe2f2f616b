"""The scene without what moves, as a detector remembers it: how bright, and how restless."""

import cv2
import numpy as np

from processing.images import Image
from processing.motion.light import SAME_LIGHT, Floats, fit_light

_SAMPLES = 900
_LEARNING = 1 / 16
_NOISE_LEARNING = 1 / 96
_FAST_FRAMES = 20
_LARGEST_UNREST = np.uint8(12)
_TOLERANCE_EVERY = 5
_TOLERANCE_OF_NOISE = 4.5
_TOLERANCE_OF_EDGES = 0.35
_CLIPPED, _CRUSHED = 245, 6
_STAGES_OF_STANDING = 50
_NEIGHBOURS = np.ones((3, 3), np.uint8)


class Reference:
    """Learns from frames, (height, width) grey and always of one size; masks are 0 or 255.

    The idea is that of the reference frame in Motion (`alg.c`): what has not changed flows in,
    here as the running average that imutils and OpenCV's `accumulateWeighted` teach; what has
    changed and stands still is taken over after a time. Beyond it: exposure is taken out first
    (`follow`), and the noise of every pixel is learned, not one level for the whole picture.
    """

    def __init__(self, frame: Image, absorb_frames: int) -> None:
        self._brightness: Floats = frame.astype(np.float32)
        self._noise: Floats = np.ones(frame.shape, np.float32)
        self._stage: Image = np.zeros(frame.shape, np.uint8)
        self._stage_frames = -(-absorb_frames // _STAGES_OF_STANDING)
        self._last_stage = max(1, absorb_frames // self._stage_frames)
        self._sampled = np.s_[:: max(1, int((frame.size / _SAMPLES) ** 0.5))]
        self._learned = 0
        self._set_bounds()

    def follow(self, frame: Image) -> float:
        """Take on the exposure of a frame; how large a step that was, in levels."""
        rows = columns = self._sampled
        before = self._brightness[rows, columns].reshape(-1)
        light = fit_light(before, frame[rows, columns].reshape(-1).astype(np.float32))
        if light != SAME_LIGHT:
            self._brightness = np.asarray(
                self._brightness * np.float32(light.gain) + np.float32(light.offset)
            )
        return light.step

    def expected(self, frame: Image) -> Image:
        """What the frame would be if nothing had moved.

        What was clipped may have been of any brightness beyond: it is expected as it is now, as
        long as it is beyond what it would be, and remembered so.
        """
        expected = np.asarray(self._brightness.clip(0, 255).astype(np.uint8))
        freed = cv2.bitwise_or(
            cv2.bitwise_and(self._clipped, cv2.compare(frame, expected, cv2.CMP_GT)),
            cv2.bitwise_and(self._crushed, cv2.compare(frame, expected, cv2.CMP_LT)),
        )
        if cv2.countNonZero(freed):
            cv2.copyTo(frame.astype(np.float32), freed, self._brightness)
            cv2.copyTo(frame, freed, expected)
        return expected

    def differs(self, difference: Image) -> Image:
        """The mask of pixels whose difference, in levels, is more than noise."""
        return np.asarray(cv2.compare(difference, self._tolerance, cv2.CMP_GT), np.uint8)

    def learn(self, frame: Image, unchanged: Image, standing: Image, unrest: Image) -> None:
        """Take in a frame: what is unchanged, what stands still, how far each pixel jumped."""
        self._learned += 1
        # The first frames count alike, so that the scene is known when the warm-up ends.
        rate = max(_LEARNING, 1 / (self._learned + 1))
        cv2.accumulateWeighted(frame, self._brightness, rate, unchanged)
        noise_rate = max(_NOISE_LEARNING, 1 / (self._learned + 2) * (self._learned < _FAST_FRAMES))
        cv2.accumulateWeighted(np.minimum(unrest, _LARGEST_UNREST), self._noise, noise_rate)
        if self._learned % self._stage_frames == 0:
            self._absorb(frame, standing)
        if self._learned % _TOLERANCE_EVERY == 0:
            self._set_bounds()

    def replace(self, frame: Image) -> None:
        """Forget the brightness of the scene for that of a frame; its noise stays known."""
        self._brightness = frame.astype(np.float32)
        self._stage[:] = 0
        self._set_bounds()

    def _absorb(self, frame: Image, standing: Image) -> None:
        self._stage = (self._stage + 1) & standing
        ripe = self._stage >= self._last_stage
        self._brightness[ripe] = frame[ripe]
        self._stage[ripe] = 0

    def _set_bounds(self) -> None:
        """What is tolerated at each pixel: a floor, its noise, and how a trembling edge changes.

        The floor follows the contrast of the scene, as Frigate stretches it before it compares,
        so that a thing in fog or at dusk counts like one in the sun.
        """
        sample = self._brightness[self._sampled, self._sampled]
        low, high = np.percentile(sample, (4, 96))
        floor = min(max(0.05 * float(high - low), 5.0), 9.0)
        edges = cv2.morphologyEx(self._brightness, cv2.MORPH_GRADIENT, _NEIGHBOURS)
        total = cv2.addWeighted(
            *(self._noise, _TOLERANCE_OF_NOISE), *(edges, _TOLERANCE_OF_EDGES), floor
        )
        self._tolerance = np.asarray(np.asarray(total).clip(0, 120).astype(np.uint8))
        self._clipped = self._near(self._brightness > _CLIPPED)
        self._crushed = self._near(self._brightness < _CRUSHED)

    @staticmethod
    def _near(where: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> Image:
        return np.asarray(cv2.dilate(where.astype(np.uint8) * 255, _NEIGHBOURS), np.uint8)
