"""Links what was seen in one look to what was seen in the looks before, by place and overlap."""

import numpy as np

from processing.detections import Detections, overlaps
from processing.tracks.track import Box, Sighting, Track

_MAX_GAP_S = 1.0
"""A face that was not seen for longer is taken for another one."""
_MIN_OVERLAP = 0.15
_NEAR = 0.75
"""Of a face's side: where two boxes do not overlap their middles may lie so far apart."""
_LIKE_SIZE = 1.8


class Linker:
    """Takes the looks at a film in order; `tracks` are all that came of them, weak ones too."""

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self._open: list[Track] = []
        self._scene = 0

    def cut(self) -> None:
        """A new scene begins: nothing in it is where it was."""
        self._open = []
        self._scene += 1

    def look(self, time_s: float, detections: Detections) -> None:
        """Link (n, 5) detections of left, top, width, height in px, and score."""
        self._open = [one for one in self._open if time_s - one.last.time_s <= _MAX_GAP_S]
        sightings = [_sighting(time_s, one) for one in detections.astype(np.float64)]
        taken_tracks: set[int] = set()
        taken: set[int] = set()
        for _, track, seen in sorted(self._pairs(time_s, sightings), reverse=True):
            if track not in taken_tracks and seen not in taken:
                self._open[track].sightings.append(sightings[seen])
                taken_tracks.add(track)
                taken.add(seen)
        for number, sighting in enumerate(sightings):
            if number not in taken:
                begun = Track(self._scene, [sighting])
                self._open.append(begun)
                self.tracks.append(begun)

    def _pairs(self, time_s: float, sightings: list[Sighting]) -> list[tuple[float, int, int]]:
        """(likeness, track, sighting) of all that may be one face."""
        if not self._open or not sightings:
            return []
        expected = [track.predicted(time_s) for track in self._open]
        both = overlaps(_as_detections(expected), _as_detections([one.box for one in sightings]))
        found: list[tuple[float, int, int]] = []
        for track, place in enumerate(expected):
            for seen, sighting in enumerate(sightings):
                overlap = float(both[track, seen])
                if overlap >= _MIN_OVERLAP:
                    found.append((1 + overlap + sighting.score / 10, track, seen))
                elif (near := _nearness(place, sighting.box)) > 0:
                    found.append((near, track, seen))
        return found


def _sighting(time_s: float, detection: Box) -> Sighting:
    """In tenths of a pixel and thousandths of certainty, so that it is kept as few digits."""
    left, top, width, height, score = detection
    box = np.round(np.array([left, top, left + width, top + height]), 1)
    return Sighting(time_s, box, round(float(score), 3))


def _as_detections(boxes: list[Box]) -> Detections:
    every = np.array(boxes, np.float32)
    return np.asarray(np.hstack((every[:, :2], every[:, 2:] - every[:, :2])), np.float32)


def _nearness(one: Box, other: Box) -> float:
    """From 1, for the same middle, down to 0 or less, for what is too far or of another size."""
    sides = [float(np.sqrt(np.prod(np.maximum(box[2:] - box[:2], 1)))) for box in (one, other)]
    if max(sides) > _LIKE_SIZE * min(sides):
        return 0.0
    apart = float(np.linalg.norm((one[:2] + one[2:] - other[:2] - other[2:]) / 2))
    return 1 - apart / (_NEAR * max(sides))
