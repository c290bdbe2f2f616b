"""A small picture of each person of a clip, so that whoever sent it can tell who is meant."""

from collections import defaultdict
from collections.abc import Sequence

import cv2
import numpy as np
from av import VideoFrame

from processing.clips.hiding import surely
from processing.clips.painting import Painter
from processing.clips.seen import Seen
from processing.face import Face
from processing.images import FileTraits, encode
from processing.pixels import Image
from processing.tracks.track import Track

MOST = 100
"""Persons with a picture: those that were seen most often."""
SIDE_PX = 144
_AROUND = 3.0
"""A picture shows so many times the face's longer side: hair and clothes are around it."""


class Thumbnails:
    """Takes them from the frames of the second pass; every face in them is hidden."""

    def __init__(self, seen: Seen, painter: Painter) -> None:
        self.made: dict[int, bytes] = {}
        self._painter = painter
        self._due: dict[int, list[int]] = defaultdict(list)
        self._tracks = seen.tracks
        by_sightings = sorted(
            range(len(seen.tracks)), key=lambda place: -len(seen.tracks[place].sightings)
        )
        for place in by_sightings[:MOST]:
            best_s = seen.tracks[place].best.time_s
            self._due[int(np.searchsorted(seen.timeline.times_s, best_s))].append(place)

    def look(self, number: int, frame: VideoFrame, faces: Sequence[Face]) -> None:
        """The next upright frame, as it was decoded, and all faces that it may show."""
        places = self._due.pop(number, ())
        if not places:
            return
        hidden = self._painter.hidden(frame, [surely(face) for face in faces])
        for place in places:
            self.made[place] = _encoded(hidden, self._tracks[place])


def _encoded(hidden: Image, track: Track) -> bytes:
    """A square of the frame, cut off at its edges, as WebP."""
    height, width = hidden.shape[:2]
    left, top, right, bottom = track.best.box
    half = _AROUND / 2 * max(right - left, bottom - top)
    x, y = (left + right) / 2, (top + bottom) / 2
    rows = slice(max(0, round(y - half)), max(1, min(height, round(y + half))))
    columns = slice(max(0, round(x - half)), max(1, min(width, round(x + half))))
    part = hidden[rows, columns]
    scale = SIDE_PX / max(part.shape[:2])
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return encode(np.asarray(small, np.uint8), FileTraits("WEBP")).content
