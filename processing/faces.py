"""Where the faces of a picture are: an overview, a closer look at a crowd, a second at doubts."""

from dataclasses import dataclass

import numpy as np

from processing.centerface import Sightings, distinct, look, scores_among
from processing.engine import Floats
from processing.images import Image
from processing.second_look import look_again

_OVERVIEW_PX = 800
_MAX_ENLARGEMENT = 2.0

_CLOSER = 2.0
_FARTHER = 2.0
_TINY_PX = 20
"""Seen smaller than that in the overview, a face is judged badly and its neighbours are missed."""
_MIN_SCORE_OF_A_TINY_FACE = 0.08
_MIN_SCORE_FOR_A_CLOSER_LOOK = 0.2
_ROOM_PX = 40

_SURE = 0.6
_MAX_DOUBTFUL = 96
_MIN_SCORES = (0.44, 0.25, 0.17)
"""What is asked of a doubtful face where there is no sure one, a single one, or more."""
_MIN_SCORES_AT_A_LOOK = (0.35, 0.15)


@dataclass(frozen=True)
class Face:
    """A face's box in pixels of the picture it was found in, and how sure that is, 0..1."""

    x: int
    y: int
    width: int
    height: int
    score: float


def find(image: Image) -> list[Face]:
    """Find the faces of an upright (height, width, 3) BGR picture, the surest first.

    A doubtful face counts the sooner the more sure ones the picture has, since people come in
    company; alone it has to be likelier.
    """
    return _faces_among(_judged(image), _MIN_SCORES, image)


def find_at_a_look(image: Image, long_side_px: int) -> list[Face]:
    """The same by one look at the picture, its longer side brought to so many pixels: for films.

    A film shows a face again and again, so less has to be asked of a single frame.
    """
    scale = min(long_side_px / max(image.shape[:2]), _MAX_ENLARGEMENT)
    return _faces_among(look(image, scale), _MIN_SCORES_AT_A_LOOK, image)


def _faces_among(sightings: Sightings, min_scores: tuple[float, ...], image: Image) -> list[Face]:
    sure = int((sightings[:, 4] >= _SURE).sum())
    floor = min_scores[min(sure, len(min_scores) - 1)]
    return [_face(sighting, image) for sighting in sightings[sightings[:, 4] >= floor]]


def _judged(image: Image) -> Sightings:
    """All that may be faces, the likeliest first.

    What the first look is not sure of is seen again, and its score is the mean of the two: what
    only looked like a face at one size rarely does at another.
    """
    first = _first_look(image)
    doubtful = first[first[:, 4] < _SURE][:_MAX_DOUBTFUL]
    second = look_again(image, doubtful)
    every = distinct(np.concatenate((first, second)))
    once, twice = scores_among(first, every), scores_among(second, every)
    every[:, 4] = np.where(once >= _SURE, once, (once + twice) / 2)
    return every[np.argsort(-every[:, 4], kind="stable")]


def _first_look(image: Image) -> Sightings:
    """The whole picture, its longer side brought to 800 px (small ones enlarged up to twice).

    Where faces seem to be, and tiny ones among them, their part is looked at twice as large; a
    reduced picture without a sure face, all of which may be too small by now, as a whole, and
    once half as large, which suits blurred faces.
    """
    scale = min(_OVERVIEW_PX / max(image.shape[:2]), _MAX_ENLARGEMENT)
    overview = look(image, scale)
    best = overview[:, 4].max(initial=0)
    if scale < 1 and best < _SURE:
        closer, farther = look(image, min(1, scale * _CLOSER)), look(image, scale / _FARTHER)
        return distinct(np.concatenate((overview, closer, farther)))
    sides_px = np.sqrt(overview[:, 2] * overview[:, 3]) * scale
    is_tiny = (sides_px < _TINY_PX) & (overview[:, 4] >= _MIN_SCORE_OF_A_TINY_FACE)
    if best < _MIN_SCORE_FOR_A_CLOSER_LOOK or not is_tiny.any():
        return overview
    closer = _look_at_part(image, overview[is_tiny], _ROOM_PX / scale, scale * _CLOSER)
    return distinct(np.concatenate((overview, closer)))


def _look_at_part(image: Image, sightings: Sightings, room: float, scale: float) -> Sightings:
    """Look at the rectangle about some sightings, `room` px wider on each side, at `scale`."""
    starts, ends = sightings[:, :2], sightings[:, :2] + sightings[:, 2:4]
    left, top = np.maximum(starts.min(axis=0) - room, 0).astype(int)
    right, bottom = np.ceil(ends.max(axis=0) + room).astype(int)
    seen = look(image[top:bottom, left:right], scale)
    seen[:, :2] += (left, top)
    return seen


def _face(sighting: Floats, image: Image) -> Face:
    """Clip to the picture and round outward to whole pixels."""
    height, width = image.shape[:2]
    x, y, box_width, box_height, score = (float(number) for number in sighting)
    left, top = max(0, int(x)), max(0, int(y))
    right = min(width, int(np.ceil(x + box_width)))
    bottom = min(height, int(np.ceil(y + box_height)))
    return Face(left, top, right - left, bottom - top, round(score, 3))
