"""Tells a change of light from a change of the scene: exposure, bands, lamps and shadows."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from processing.pixels import Image

Floats = npt.NDArray[np.float32]

_CRUSHED, _CLIPPED = 4, 244
"""Levels beyond which brightness says little of light; smoothing blurs the ends of the range."""

_GROUPS = 12
_MIN_SAMPLES = 10 * _GROUPS
_FIRST, _SECOND = np.triu_indices(_GROUPS, 1)
_MIN_STEP = 6.0
_CALM = 1.0
_LARGEST_MISFIT = 12.0

_BAND_SAMPLES = (45, 40)
_MIN_BAND = 0.012
_MAX_BAND = 0.4

_PEDESTAL = 12.0
"""Added before a logarithm or a ratio, so that noise in the dark does not rule them."""
_LOG = np.log(np.arange(256, dtype=np.float32) + np.float32(_PEDESTAL))
_TEXTURE_PX = (9, 9)
_MIN_LIKENESS = 0.7


@dataclass(frozen=True)
class Light:
    """Brightness now is `gain` times that of before, plus `offset` (levels of 0..255)."""

    gain: float = 1.0
    offset: float = 0.0

    def step_from(self, other: "Light") -> float:
        """The difference, in grey levels, of a medium brightness under the two lights."""
        return abs((self.gain - other.gain) * 128 + self.offset - other.offset)


SAME_LIGHT = Light()


def fit_light(before: Floats, now: Floats, known: Light) -> Light:
    """How exposure changed between two (n,) lists of brightness at the same places.

    A line through the medians of groups of like brightness, its slope the weighted median over
    all pairs of them (Theil 1950, Sen 1968): things that cover less than half of the places do
    not pull at it. `known`, the last answer, stays while it fits, or where a line does not.
    """
    usable = (np.minimum(before, now) > _CRUSHED) & (np.maximum(before, now) < _CLIPPED)
    before, now = before[usable], now[usable]
    if before.size < _MIN_SAMPLES:
        return known
    difference = _misfit(before, now, known)
    if difference < _CALM:
        return known
    light = _line_through(before, now)
    return light if _misfit(before, now, light) < 0.9 * difference else known


def _line_through(before: Floats, now: Floats) -> Light:
    per_group = before.size // _GROUPS
    order = np.argsort(before)[: per_group * _GROUPS]
    x = np.median(before[order].reshape(_GROUPS, per_group), axis=1)
    y = np.median(now[order].reshape(_GROUPS, per_group), axis=1)
    across, up = x[_SECOND] - x[_FIRST], y[_SECOND] - y[_FIRST]
    wide = across > _MIN_STEP
    gain = _weighted_median(up[wide] / across[wide], across[wide]) if wide.any() else 1.0
    gain = min(max(gain, 0.1), 10.0)
    return Light(gain, float(np.median(now - before * np.float32(gain))))


def _weighted_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    cumulative = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(cumulative, cumulative[-1] / 2)])


def _misfit(before: Floats, now: Floats, light: Light) -> float:
    """Mean absolute residual; that of a moving thing is capped."""
    residual = now - before * np.float32(light.gain) - np.float32(light.offset)
    return float(np.minimum(np.abs(residual), _LARGEST_MISFIT).mean())


def with_bands(expected: Image, frame: Image) -> Image:
    """Put the bands of a frame into the one expected; both (height, width) grey.

    Under lamps on 50 or 60 Hz a rolling shutter makes whole rows brighter or darker, and the
    bands roll (Sheinin et al. 2017, "Computational imaging on the electric grid"). The median
    ratio along a row is its gain. Returns `expected` itself where there are no bands.
    """
    height, width = expected.shape
    down, across = (
        max(1, side // count) for side, count in zip((height, width), _BAND_SAMPLES, strict=True)
    )
    pedestal = np.float32(_PEDESTAL)
    now = frame[::down, ::across].astype(np.float32) + pedestal
    then = expected[::down, ::across].astype(np.float32) + pedestal
    gains = np.median(now / then, axis=1).astype(np.float32) - 1
    if np.abs(gains).max() < _MIN_BAND:
        return expected
    rows = cv2.resize(gains.clip(-_MAX_BAND, _MAX_BAND)[:, None], (1, height))
    banded = expected + (expected + pedestal) * rows.reshape(height, 1)
    return np.asarray(banded.clip(0, 255), np.uint8)


def is_only_light(frame: Image, expected: Image) -> bool:
    """Whether light alone explains a region that differs from the one expected, both grey.

    Light multiplies what is there, so it adds a smooth field to the logarithm and leaves its
    texture (up to the camera's gamma, a factor). A thing hides texture and brings its own, at
    least its outline. Known by normalised correlation, as shadows are in Jacques et al. 2005,
    "Background subtraction and shadow detection in grayscale video sequences".
    """
    difference = float(cv2.absdiff(frame, expected).mean())
    clipped = cv2.max(frame, expected) > _CLIPPED
    now = _texture(np.where(clipped, _LOG[expected], _LOG[frame]))
    then = _texture(_LOG[expected])
    together, energy = float((now * then).sum()), float((then * then).sum()) + 1e-9
    likeness = together / math.sqrt(energy * float((now * now).sum()) + 1e-9)
    contrast = np.float32(min(max(together / energy, 0.5), 2.0))
    left = (now - contrast * then) * (expected + np.float32(_PEDESTAL))
    unexplained = math.sqrt(float((left * left).mean()))
    asked = _MIN_LIKENESS - 0.3 * float(clipped.mean())
    left_share = unexplained / (difference + 1e-9)
    # The more alike the texture, the more may be left of it: its edges leave the most.
    return left_share < 0.1 or (likeness > asked and left_share < 0.3 + 1.5 * (likeness - asked))


def _texture(image: Floats) -> Floats:
    return np.asarray(image - cv2.blur(image, _TEXTURE_PX), np.float32)
