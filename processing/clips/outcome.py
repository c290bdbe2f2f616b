"""What is wanted of one clip, and what comes of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from processing.clips.seen import Seen
from processing.face import Face
from processing.recipe import Recipe

Progress = Callable[[int, int], None]
"""Called with the frames that are done and those that there are in all, every pass counted.

What it raises ends the work.
"""


@dataclass(frozen=True)
class DrawnBox:
    """A box, in pixels of the upright frames, that somebody wants covered for a span of time."""

    face: Face
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Correction:
    """What somebody says about a clip that was searched before; it is not searched again.

    `shown` holds the places, in `seen.tracks`, of those whose faces are not hidden; all others
    are, however weakly they were seen.
    """

    seen: Seen
    shown: Collection[int] = ()
    drawn: Sequence[DrawnBox] = ()


@dataclass(frozen=True)
class ClipOrder:
    """What is done to the pictures, and whether the sound stays."""

    recipe: Recipe
    with_sound: bool = True
    correction: Correction | None = None


@dataclass(frozen=True)
class ClipOutcome:
    """A finished clip; sides in pixels of the result.

    `thumbnails` holds, by the place of a track in `seen.tracks`, a small picture of where it is
    seen best, with the faces hidden; none of a clip that was corrected.
    """

    width: int
    height: int
    frames: int
    duration_s: float
    has_sound: bool
    seen: Seen
    thumbnails: Mapping[int, bytes] = field(default_factory=dict)
