"""The scene without what moves, as learned so far: brightness and noise of every pixel."""

import cv2
import numpy as np

from processing.motion.light import SAME_LIGHT, Floats, fit_light
from processing.pixels import Image

_SAMPLES = 900
_LEARNING = 1 / 16
_NOISE_LEARNING = 1 / 96
_FAST_FRAMES = 20
_MAX_JITTER = np.uint8(12)
_BOUNDS_EVERY = 5
_TOLERANCE_OF_NOISE = 4.5
_TOLERANCE_OF_EDGES = 0.35
_CLIPPED, _CRUSHED = 244, 6
_STAGES_OF_STANDING = 50
_SET = np.uint8(255)
_USUAL_GAIN = (0.5, 2.0)
_NEIGHBOURS = np.ones((3, 3), np.uint8)


class Reference:
    """Learns from frames, (height, width) grey and always of one size; masks are 0 or 255.

    The idea is that of the reference frame in Motion (`alg.c`): what has not changed flows in,
    here as the running average that imutils and OpenCV's `accumulateWeighted` teach; what has
    changed and stands still is taken over after a time. Beyond it: the noise of every pixel is
    learned, not one level for the whole picture, and brightness is kept in the exposure of one
    moment. Each frame is compared through its light (`follow`), so that what somebody hides while
    the exposure changes is still known when he has gone.
    """

    def __init__(self, frame: Image, absorb_frames: int) -> None:
        self._noise: Floats = np.ones(frame.shape, np.float32)
        self._stage_frames = -(-absorb_frames // _STAGES_OF_STANDING)
        self._last_stage = max(1, absorb_frames // self._stage_frames)
        step = max(1, int((frame.size / _SAMPLES) ** 0.5))
        self._sampled = np.s_[::step, ::step]
        self._learned = 0
        self.replace(frame)

    def replace(self, frame: Image) -> None:
        """Take the brightness of a frame for that of the scene; the noise learned is kept."""
        self._light = SAME_LIGHT
        self._brightness: Floats = frame.astype(np.float32)
        self._stage: Image = np.zeros(frame.shape, np.uint8)
        self._clipped, self._crushed = _ends(frame)
        self._set_tolerance(frame)

    def follow(self, frame: Image) -> float:
        """Take on the light of a frame; how large a step that was, in levels."""
        before = self._brightness[self._sampled].reshape(-1)
        now = frame[self._sampled].reshape(-1).astype(np.float32)
        light = fit_light(before, now, self._light)
        step = light.step_from(self._light)
        self._light = light
        if not _USUAL_GAIN[0] < light.gain < _USUAL_GAIN[1]:
            self._brightness = np.asarray(self._lit(self._brightness), np.float32)
            self._light = SAME_LIGHT
        return step

    def expected(self, frame: Image) -> Image:
        """What the frame would be if nothing had moved.

        A clipped pixel may be brighter than was learned, a crushed one darker: where the frame
        shows that, the frame's value is expected, and learned.
        """
        expected = self._lit(self._brightness).clip(0, 255).astype(np.uint8)
        freed = cv2.bitwise_or(
            cv2.bitwise_and(self._clipped, cv2.compare(frame, expected, cv2.CMP_GT)),
            cv2.bitwise_and(self._crushed, cv2.compare(frame, expected, cv2.CMP_LT)),
        )
        if cv2.countNonZero(freed):
            cv2.copyTo(self._unlit(frame), freed, self._brightness)
            cv2.copyTo(frame, freed, expected)
        return expected

    def differs(self, difference: Image) -> Image:
        """The mask of pixels whose difference, in levels, is more than noise."""
        return np.asarray(cv2.compare(difference, self._tolerance, cv2.CMP_GT), np.uint8)

    def learn(self, frame: Image, unchanged: Image, standing: Image, jitter: Image) -> None:
        """Take in a frame: what is unchanged, what stands still, how far each pixel jumped."""
        self._learned += 1
        # The first frames count alike, so that the scene is known when the warm-up ends.
        rate = max(_LEARNING, 1 / (self._learned + 1))
        clipped, crushed = _ends(frame)
        # Clipped and crushed pixels do not say how bright the scene is.
        reliable = cv2.bitwise_and(unchanged, cv2.bitwise_not(cv2.bitwise_or(clipped, crushed)))
        seen = self._unlit(frame)
        cv2.accumulateWeighted(seen, self._brightness, rate, reliable)
        cv2.copyTo(clipped, unchanged, self._clipped)
        cv2.copyTo(crushed, unchanged, self._crushed)
        self._learn_noise(jitter)
        if self._learned % self._stage_frames == 0:
            self._absorb(seen, standing)
        if self._learned % _BOUNDS_EVERY == 0:
            self._set_tolerance(self._lit(self._brightness).clip(0, 255).astype(np.uint8))

    def _learn_noise(self, jitter: Image) -> None:
        is_new = self._learned < _FAST_FRAMES
        rate = max(_NOISE_LEARNING, 1 / (self._learned + 2)) if is_new else _NOISE_LEARNING
        cv2.accumulateWeighted(np.minimum(jitter, _MAX_JITTER), self._noise, rate)

    def _absorb(self, seen: Floats, standing: Image) -> None:
        self._stage = (self._stage + 1) & standing
        absorbed = self._stage >= self._last_stage
        self._brightness[absorbed] = seen[absorbed]
        self._stage[absorbed] = 0

    def _lit(self, brightness: Floats) -> Floats:
        """A remembered picture, brought to the exposure of the last frame."""
        return brightness * np.float32(self._light.gain) + np.float32(self._light.offset)

    def _unlit(self, frame: Image) -> Floats:
        """A frame, brought from its exposure to that of the remembered picture."""
        gain, offset = np.float32(self._light.gain), np.float32(self._light.offset)
        return np.asarray((frame.astype(np.float32) - offset) / gain, np.float32)

    def _set_tolerance(self, expected: Image) -> None:
        """A floor, the noise of each pixel, and what a trembling edge changes.

        The floor follows the contrast of the scene, as Frigate stretches it before it compares,
        so that a thing in fog or at dusk counts like one in the sun.
        """
        low, high = np.percentile(expected[self._sampled], (4, 96))
        floor = min(max(0.05 * float(high - low), 5.0), 9.0)
        edges = cv2.morphologyEx(expected, cv2.MORPH_GRADIENT, _NEIGHBOURS).astype(np.float32)
        total = cv2.addWeighted(
            *(self._noise, _TOLERANCE_OF_NOISE), *(edges, _TOLERANCE_OF_EDGES), floor
        )
        self._tolerance: Image = np.asarray(total).clip(0, 120).astype(np.uint8)


def _ends(frame: Image) -> tuple[Image, Image]:
    """Masks of what is clipped and crushed, and its neighbours, into which it is smoothed."""
    clipped = cv2.dilate((frame > _CLIPPED).view(np.uint8) * _SET, _NEIGHBOURS)
    crushed = cv2.dilate((frame < _CRUSHED).view(np.uint8) * _SET, _NEIGHBOURS)
    return np.asarray(clipped, np.uint8), np.asarray(crushed, np.uint8)
