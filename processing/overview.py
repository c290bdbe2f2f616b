"""A look at the whole picture, and up to two more where that one leaves doubts."""

import math

import numpy as np

from processing.centerface import look, reduced_by
from processing.detections import Detections, distinct, ordered, scores_among, sides
from processing.images import Image
from processing.tiles import about, look_at, max_look_px, whole

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

_SPARE = 1.2
"""More pixels than a look needs that are left of a large picture: the look is exact with them."""

_LARGE_LOOK_PX = 1600
_MAX_SCALE_BEFORE_A_LARGE_LOOK = 0.7
_MIN_SCORE_AT_A_LARGE_LOOK = 0.15
"""A picture that the overview reduced by more may have faces that are too small in it; a look at
1600 px is for them, and shows more leaves too."""

_ROOM_PX = 64
"""In the overview, about what may be a face: whether it is one is seen there, before all is seen
larger."""

_FARTHER = 0.5
_MIN_SIDE_PX = 24
"""In the overview, so that 12 are left at half its size."""


class _Whole:
    """All of a picture, made smaller by a whole factor once for every look at it."""

    def __init__(self, image: Image, scale: float) -> None:
        """`scale` is that of the finest look."""
        self._factor = max(1, min(int(1 / scale / _SPARE), *image.shape[:2]))
        self._image = reduced_by(image, self._factor)

    def look(self, scale: float) -> Detections:
        """What the network sees in it at a scale, in pixels of the picture."""
        seen = look(self._image, scale * self._factor)
        seen[:, :4] *= self._factor
        return seen


def overview(image: Image) -> tuple[Detections, float]:
    """What may be faces, the likeliest first, and the scale at which the picture was seen whole."""
    scale = _scale(image)
    all_of_it = _Whole(image, scale)
    seen = _seen_whole(image, all_of_it, scale)
    if scale <= _MAX_SCALE_BEFORE_A_LARGE_LOOK and _HINT <= _best(seen) < SURE:
        seen = _seen_larger(image, seen, scale)
    if _best(seen) < SURE or _has_doubtful(seen, scale):
        seen = _judged_from_farther(all_of_it, seen, scale)
    return seen, scale


def _scale(image: Image) -> float:
    long_side = float(max(image.shape))
    seen_px = np.clip(long_side * _LONG_SIDE_SHARE, _MIN_LONG_SIDE_PX, _MAX_LONG_SIDE_PX)
    return float(min(seen_px / long_side, _MAX_ENLARGEMENT))


def _seen_whole(image: Image, all_of_it: _Whole, scale: float) -> Detections:
    """A picture that takes so much memory that a look has to be cut into tiles is seen in one too.

    That one is as large as it may be, and for faces that no tile holds.
    """
    in_one = min(scale, math.sqrt(max_look_px(image) / whole(image).area))
    seen = all_of_it.look(in_one)
    return seen if in_one == scale else distinct(seen, look_at(image, whole(image), scale))


def _best(seen: Detections) -> float:
    """The highest score, which is that of the first."""
    return float(seen[0, 4]) if len(seen) else 0.0


def _seen_larger(image: Image, seen: Detections, scale: float) -> Detections:
    """The same after a look at 1600 px, if that one sees what can be a face by itself.

    The surroundings of what may be a face tell whether the look at all of the picture is worth it.
    """
    larger = min(1.0, _LARGE_LOOK_PX / max(image.shape))
    hints = about(image, seen[seen[:, 4] >= _HINT], _ROOM_PX / scale)
    large = look_at(image, hints, larger)
    if _best(large) < MIN_SCORE_ALONE:
        return seen
    if hints != whole(image):
        large = look_at(image, whole(image), larger)
    return distinct(seen, large[large[:, 4] >= _MIN_SCORE_AT_A_LARGE_LOOK])


def _has_doubtful(seen: Detections, scale: float) -> bool:
    doubtful = (seen[:, 4] >= _HINT) & (seen[:, 4] < SURE)
    return bool((doubtful & (sides(seen) * scale >= _MIN_SIDE_PX)).any())


def _judged_from_farther(all_of_it: _Whole, seen: Detections, scale: float) -> Detections:
    """The same after a look half as large, which is good at large and at blurred faces.

    Of what is large enough for both looks and not sure in the first, the score is the mean of the
    two: what only looked like a face at one size rarely does at another.
    """
    farther = all_of_it.look(scale * _FARTHER)
    farther = farther[sides(farther) * scale >= _MIN_SIDE_PX]
    every = distinct(seen, farther)
    near, far = scores_among(seen, every), scores_among(farther, every)
    is_doubtful = (sides(every) * scale >= _MIN_SIDE_PX) & (near < SURE)
    every[:, 4] = np.where(is_doubtful, (near + far) / 2, near)
    return ordered(every)
