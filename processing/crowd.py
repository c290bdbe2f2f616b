"""A closer look at the part of a picture in which the overview saw tiny faces.

CenterFace is surest of faces of some 20 to 64 px: a smaller one scores like a leaf, and its
neighbours are missed altogether. Where one tiny face is there are others, at about its size.
"""

import math

import numpy as np

from processing.detections import Detections, Floats, distinct, scores_among, sides
from processing.images import Image
from processing.tiles import Region, about, look_at

_TINY_PX = 20
"""Seen smaller than that in the overview, a face is judged badly."""

_MIN_SCORE_OF_A_TINY_FACE = 0.15
_MIN_SCORE_OF_THE_BEST = 0.30
"""A picture in which nothing scores as high has no faces, and leaves enough to look closely at."""

_ROOM_PX = 40
"""About the tiny faces, as the overview sees it: two faces wide, for their neighbours."""

_BEST_SIDE_PX = 36
_SMALL_QUANTILE = 0.25
"""The smaller faces of the crowd are enlarged to the best size; the larger ones can bear it."""

_MAX_ENLARGEMENT = 4.0
"""Of a picture's own pixels: beyond it nothing new is to be seen."""

_MAX_PX = 6_000_000
"""What the network sees at most in a closer look: a second on one core."""

_WORTHWHILE = 1.15
"""How much closer than the overview a look has to be to show more."""

_TO_BE_CONFIRMED_PX = 32
_TO_BE_CONFIRMED_SCORE = 0.6
_CONFIRMING_SCORE = 0.15


def looked_at_closely(image: Image, overview: Detections, scale: float) -> Detections:
    """The overview, taken at `scale`, and what a closer look at its tiny faces saw.

    A small and unsure detection that the closer look, which would see it better, does not confirm
    is dropped.
    """
    seen_px = sides(overview) * scale
    tiny = (seen_px < _TINY_PX) & (overview[:, 4] >= _MIN_SCORE_OF_A_TINY_FACE)
    if not tiny.any() or overview[:, 4].max() < _MIN_SCORE_OF_THE_BEST:
        return overview
    region = about(image, overview[tiny], _ROOM_PX / scale)
    closer = _closer_scale(sides(overview[tiny]), region)
    if closer <= _WORTHWHILE * scale:
        return overview
    seen = look_at(image, region, closer)
    unsure = (seen_px < _TO_BE_CONFIRMED_PX) & (overview[:, 4] < _TO_BE_CONFIRMED_SCORE)
    confirmed = scores_among(seen, overview) >= _CONFIRMING_SCORE
    return distinct(seen, overview[confirmed | ~unsure | ~region.holds(overview)])


def _closer_scale(sides_px: Floats, region: Region) -> float:
    best = _BEST_SIDE_PX / float(np.quantile(sides_px, _SMALL_QUANTILE))
    return min(best, _MAX_ENLARGEMENT, math.sqrt(_MAX_PX / region.area))
