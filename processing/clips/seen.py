"""What the first pass over a clip found, and the bytes in which it is kept for later."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from processing.tracks.course import Timeline
from processing.tracks.track import Sighting, Track


@dataclass(frozen=True)
class Seen:
    """All that the second pass has to know; `size` is the upright frames' (height, width)."""

    timeline: Timeline
    tracks: Sequence[Track]
    size: tuple[int, int]

    def packed(self) -> bytes:
        """As compressed JSON, without any pixel: 2 MB for five minutes of thirty faces."""
        kept = {
            "size": self.size,
            "times_s": self.timeline.times_s.tolist(),
            "cuts": (np.flatnonzero(np.diff(self.timeline.scenes)) + 1).tolist(),
            "tracks": [[track.scene, _rows(track)] for track in self.tracks],
        }
        return zlib.compress(json.dumps(kept, separators=(",", ":")).encode())

    @classmethod
    def unpacked(cls, content: bytes) -> Self:
        """What `packed` was called of."""
        kept = json.loads(zlib.decompress(content))
        times_s = np.array(kept["times_s"], np.float64)
        scenes = np.searchsorted(kept["cuts"], np.arange(len(times_s)), "right").astype(np.int32)
        height, width = kept["size"]
        tracks = [_track(scene, rows) for scene, rows in kept["tracks"]]
        return cls(Timeline(times_s, scenes), tracks, (height, width))


def _rows(track: Track) -> list[list[float]]:
    return [[one.time_s, *one.box.tolist(), one.score] for one in track.sightings]


def _track(scene: int, rows: list[list[Any]]) -> Track:
    return Track(scene, [Sighting(row[0], np.array(row[1:5], np.float64), row[5]) for row in rows])
