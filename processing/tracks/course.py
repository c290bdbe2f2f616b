"""Where a face is in every frame: between sightings, before the first and after the last."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from processing.face import Face
from processing.tracks.track import Track

LEAD_S = 0.5
"""A face is covered for so long before it was first seen and after it was last, in its scene."""

_SMOOTH_S = 0.12
"""Edges are averaged over so long on each side, and only ever moved outward by it."""
_DRIFT = 0.5
"""By so much of its sides a box grows for each second in which nobody saw the face."""

Edges = npt.NDArray[np.float64]
"""(frames, 4): left, top, right and bottom in px."""


@dataclass(frozen=True)
class Timeline:
    """When each frame of a film is shown, in seconds, and which scene it belongs to."""

    times_s: npt.NDArray[np.float64]
    scenes: npt.NDArray[np.int32]


def course(track: Track, timeline: Timeline, size: tuple[int, int]) -> dict[int, Face]:
    """The face's box by the number of each frame that may show it; `size` is (height, width)."""
    first_s, last_s = track.sightings[0].time_s - LEAD_S, track.last.time_s + LEAD_S
    shown = (timeline.times_s >= first_s - 1e-6) & (timeline.times_s <= last_s + 1e-6)
    frames = np.flatnonzero(shown & (timeline.scenes == track.scene))
    times_s = timeline.times_s[frames]
    edges = _outward(_edges(track, times_s), times_s)
    boxes = (_box(edge, track.best.score, size) for edge in edges)
    return {int(frame): box for frame, box in zip(frames, boxes, strict=True) if box}


def _edges(track: Track, times_s: npt.NDArray[np.float64]) -> Edges:
    """Between sightings on a straight line; outside them what holds the last place and the next."""
    seen_s = np.array([one.time_s for one in track.sightings])
    seen = np.array([one.box for one in track.sightings])
    edges = np.stack([np.interp(times_s, seen_s, seen[:, edge]) for edge in range(4)], axis=1)
    for number in np.flatnonzero((times_s < seen_s[0]) | (times_s > seen_s[-1])):
        onward = track.predicted(float(times_s[number]))
        edges[number] = _hull(edges[number], onward)
    after = np.searchsorted(seen_s, times_s).clip(0, len(seen_s) - 1)
    before = (after - 1).clip(0)
    unseen_s = np.minimum(np.abs(times_s - seen_s[after]), np.abs(times_s - seen_s[before]))
    grown = np.tile(edges[:, 2:] - edges[:, :2], 2) * _DRIFT / 2 * unseen_s[:, None]
    return np.asarray(edges + grown * np.array([-1, -1, 1, 1]), np.float64)


def _hull(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> Edges:
    first, last = np.minimum(one[:2], other[:2]), np.maximum(one[2:], other[2:])
    return np.asarray(np.concatenate((first, last)), np.float64)


def _outward(edges: Edges, times_s: npt.NDArray[np.float64]) -> Edges:
    """Edges without their trembling, none inside of where it was."""
    sums = np.vstack((np.zeros(4), np.cumsum(edges, axis=0)))
    first_near = np.searchsorted(times_s, times_s - _SMOOTH_S, "left")
    past_near = np.searchsorted(times_s, times_s + _SMOOTH_S, "right")
    means = (sums[past_near] - sums[first_near]) / (past_near - first_near)[:, None]
    first, last = np.minimum(means, edges)[:, :2], np.maximum(means, edges)[:, 2:]
    return np.asarray(np.hstack((first, last)), np.float64)


def _box(edge: npt.NDArray[np.float64], score: float, size: tuple[int, int]) -> Face | None:
    """In whole pixels, rounded outward; None for one that has left the picture."""
    height, width = size
    left, top = max(0, math.floor(edge[0])), max(0, math.floor(edge[1]))
    right, bottom = min(width, math.ceil(edge[2])), min(height, math.ceil(edge[3]))
    if right <= left or bottom <= top:
        return None
    return Face(left, top, right - left, bottom - top, round(score, 3))
