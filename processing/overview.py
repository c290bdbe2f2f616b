"""A look at the whole picture, and up to two more where that one leaves doubts."""

import math

import numpy as np

from processing.centerface import look
from processing.detections import Detections, distinct, ordered, scores_among, sides
from processing.images import Image
from processing.tiles import look_at, max_look_px, whole

SURE = 0.5
"""What scores as high is hardly ever anything else than a face."""

MIN_SCORE_ALONE = 0.43
"""What is asked of a face in a picture where none is sure: more than the mosaic over a face scores,
which stays below in pictures of every size."""

_HINT = 0.1
"""Where no box scores as high there is no face, and none is found by looking again."""

_LONG_SIDE_SHARE = 1 / 4
_MIN_LONG_SIDE_PX = 640
_MAX_LONG_SIDE_PX = 1280
"""An overview's longer side. The network recognises faces of some 16 to 400 px, so that too large a
view loses those that fill a picture; of a large picture too small a view loses the others."""

_MAX_ENLARGEMENT = 2.0
"""Of a small picture's own pixels, which brings faces of 8 px to the 16 that are recognised."""

_LARGE_LOOK_PX = 1600
_MAX_SCALE_BEFORE_A_LARGE_LOOK = 0.7
_MIN_SCORE_AT_A_LARGE_LOOK = 0.15
"""A picture that the overview reduced by more may have faces that are too small in it; a look at
1600 px is for them, and shows more leaves too."""

_FARTHER = 0.5
_MIN_SIDE_PX = 24
"""In the overview, so that 12 are left at half its size."""


def overview(image: Image) -> tuple[Detections, float]:
    """What may be faces, the likeliest first, and the scale at which the picture was seen whole."""
    scale = _scale(image)
    seen = _seen_whole(image, scale)
    if scale <= _MAX_SCALE_BEFORE_A_LARGE_LOOK and _HINT <= _best(seen) < SURE:
        seen = _seen_larger(image, seen)
    if _best(seen) < SURE or _has_doubtful(seen, scale):
        seen = _judged_from_farther(image, seen, scale)
    return seen, scale


def _scale(image: Image) -> float:
    long_side = float(max(image.shape))
    seen_px = np.clip(long_side * _LONG_SIDE_SHARE, _MIN_LONG_SIDE_PX, _MAX_LONG_SIDE_PX)
    return float(min(seen_px / long_side, _MAX_ENLARGEMENT))


def _seen_whole(image: Image, scale: float) -> Detections:
    """A picture that takes so much memory that a look has to be cut into tiles is seen in one too.

    That one is as large as it may be, and for faces that no tile holds.
    """
    in_one = min(scale, math.sqrt(max_look_px(image) / whole(image).area))
    seen = look(image, in_one)
    return seen if in_one == scale else distinct(seen, look_at(image, whole(image), scale))


def _best(seen: Detections) -> float:
    """The highest score, which is that of the first."""
    return float(seen[0, 4]) if len(seen) else 0.0


def _seen_larger(image: Image, seen: Detections) -> Detections:
    """The same after a look at 1600 px, if that one sees what can be a face by itself."""
    large = look_at(image, whole(image), min(1.0, _LARGE_LOOK_PX / max(image.shape)))
    if _best(large) < MIN_SCORE_ALONE:
        return seen
    return distinct(seen, large[large[:, 4] >= _MIN_SCORE_AT_A_LARGE_LOOK])


def _has_doubtful(seen: Detections, scale: float) -> bool:
    doubtful = (seen[:, 4] >= _HINT) & (seen[:, 4] < SURE)
    return bool((doubtful & (sides(seen) * scale >= _MIN_SIDE_PX)).any())


def _judged_from_farther(image: Image, seen: Detections, scale: float) -> Detections:
    """The same after a look half as large, which is good at large and at blurred faces.

    Of what is large enough for both looks and not sure in the first, the score is the mean of the
    two: what only looked like a face at one size rarely does at another.
    """
    farther = look(image, scale * _FARTHER)
    farther = farther[sides(farther) * scale >= _MIN_SIDE_PX]
    every = distinct(seen, farther)
    near, far = scores_among(seen, every), scores_among(farther, every)
    is_doubtful = (sides(every) * scale >= _MIN_SIDE_PX) & (near < SURE)
    every[:, 4] = np.where(is_doubtful, (near + far) / 2, near)
    return ordered(every)
