"""Which faces are hidden in which frame of a clip."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from processing.clips.outcome import Correction, DrawnBox
from processing.clips.seen import Seen
from processing.face import Face
from processing.tracks.course import Timeline, course

FacesByFrame = Mapping[int, Sequence[Face]]


def faces_by_frame(seen: Seen) -> FacesByFrame:
    """The faces of all tracks in each frame that shows one."""
    found: dict[int, list[Face]] = defaultdict(list)
    for track in seen.tracks:
        for frame, face in course(track, seen.timeline, seen.size).items():
            found[frame].append(face)
    return found


def corrected_faces(correction: Correction) -> FacesByFrame:
    """The faces that stay hidden and the boxes that were drawn, all as sure as can be."""
    seen = correction.seen
    hidden = [track for place, track in enumerate(seen.tracks) if place not in correction.shown]
    found = {
        frame: [surely(face) for face in faces]
        for frame, faces in faces_by_frame(replace(seen, tracks=hidden)).items()
    }
    for box in correction.drawn:
        for frame in _frames_of(box, seen.timeline):
            found.setdefault(frame, []).append(surely(box.face))
    return found


def surely(face: Face) -> Face:
    """One that no recipe's `min_score` leaves out."""
    return replace(face, score=1.0)


def _frames_of(box: DrawnBox, timeline: Timeline) -> Sequence[int]:
    """Those that are shown at some moment of the span: the last one before it is shown on."""
    first = int(np.searchsorted(timeline.times_s, box.start_s, "right")) - 1
    past = int(np.searchsorted(timeline.times_s, box.end_s, "right"))
    return range(max(0, first), past)
