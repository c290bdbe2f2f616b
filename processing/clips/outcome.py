"""What is wanted of one clip, and what comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from processing.recipe import Recipe
from processing.tracks.track import Track

Progress = Callable[[int, int], None]
"""Called with the frames that are done and those that there are in all, both passes counted.

What it raises ends the work.
"""


@dataclass(frozen=True)
class ClipOrder:
    """What is done to the pictures, and whether the sound stays."""

    recipe: Recipe
    with_sound: bool = True


@dataclass(frozen=True)
class ClipOutcome:
    """A finished clip; sides in pixels of the result, `tracks` in pixels of the upright frames."""

    width: int
    height: int
    frames: int
    duration_s: float
    has_sound: bool
    tracks: Sequence[Track] = field(default_factory=list)
