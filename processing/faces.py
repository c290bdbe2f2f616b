"""Where the faces of a picture are: what was seen, judged by the company that it is in."""

import numpy as np

from processing.centerface import look, trim_network
from processing.crowd import looked_at_closely
from processing.detections import Detections, Floats
from processing.face import Face
from processing.images import Image
from processing.memory import make_room_for
from processing.overview import MIN_SCORE_ALONE, SURE, overview

_MIN_SCORE_IN_COMPANY = 0.2
_MIN_SCORES_AT_A_LOOK = 0.35, 0.15

_MAX_ENLARGEMENT_AT_A_LOOK = 2.0

_SMALL_PX = 24
_GROWTH = 0.25
"""Where a small face begins and ends is known to a pixel or two, which is much of it: its box is
made larger by a quarter of what it lacks to 24 px, so that the face lies under it all the same."""


def find(image: Image) -> list[Face]:
    """Find the faces of an upright (height, width, 3) BGR picture, the surest first.

    A doubtful face counts where the picture has a sure one, since people come in company; alone
    it has to be likelier.
    """
    make_room_for(image)
    seen, scale = overview(image)
    seen = looked_at_closely(image, seen, scale)
    trim_network()
    make_room_for(image)
    return _faces_among(seen, (MIN_SCORE_ALONE, _MIN_SCORE_IN_COMPANY), image)


def find_at_a_look(image: Image, long_side_px: int) -> list[Face]:
    """The same by one look at the picture, its longer side brought to so many pixels: for films.

    A film shows a face again and again, so less has to be asked of a single frame.
    """
    scale = min(long_side_px / max(image.shape[:2]), _MAX_ENLARGEMENT_AT_A_LOOK)
    return _faces_among(look(image, scale), _MIN_SCORES_AT_A_LOOK, image)


def _faces_among(
    detections: Detections, min_scores: tuple[float, float], image: Image
) -> list[Face]:
    alone, in_company = min_scores
    min_score = in_company if (detections[:, 4] >= SURE).any() else alone
    return [_face(detection, image) for detection in detections[detections[:, 4] >= min_score]]


def _face(detection: Floats, image: Image) -> Face:
    """Grow a small box, clip it to the picture and round outward to whole pixels."""
    height, width = image.shape[:2]
    start, sides, score = detection[:2], detection[2:4], float(detection[4])
    grown = sides + np.maximum(0, _SMALL_PX - sides) * _GROWTH
    first = np.maximum(np.floor(start - (grown - sides) / 2), 0).astype(int)
    last = np.minimum(np.ceil(start + (grown + sides) / 2), (width, height)).astype(int)
    x, y = (int(place) for place in first)
    return Face(x, y, int(last[0]) - x, int(last[1]) - y, round(score, 3))
