"""Which looks at a camera's frames are made: those that are needed, as far as time allows."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from processing.face import Face
from processing.faces import find, find_at_a_look
from processing.images import Image
from processing.live.budget import Budget
from processing.live.changes import Changes, Details, parts_of
from processing.live.place import WHOLE, Place, separate
from processing.live.tile_scan import TileScan
from processing.live.window import window

_FINEST_PX = 1280
"""A frame whose longer side is longer is looked at as if it were so long."""
_PIXELS = 544 * 416
"""No look is larger, since frames wait meanwhile; what is larger is made smaller for it. In it 640
x 480 px are still seen finely."""
_FEWEST_PIXELS = 320 * 240
"""However short time is, what has changed is made no smaller: a smaller look shows near faces only.
"""
_FINE = 0.85
"""What is made smaller than by that has not been looked at for small faces."""
_APART_S = 0.5
"""A frame that comes later than that after the last one stands alone."""

Finder = Callable[[Image, int | None], Sequence[Face]]
"""The faces of a picture, by one look with its long side brought to so many pixels, or by all."""


@dataclass(frozen=True)
class Look:
    """Where was looked, and where in the picture faces were seen there."""

    part: Place
    faces: Sequence[Place]
    is_thorough: bool = False
    """Whether it was a search as well as can be."""


def found(image: Image, long_side_px: int | None) -> Sequence[Face]:
    """The faces of a picture: at a look, or where no size is given, as well as can be."""
    return find(image) if long_side_px is None else find_at_a_look(image, long_side_px)


class Looks:
    """Looks at what has changed in one camera's frames, and bit by bit at all the rest.

    A frame that stands alone, as the first one, or any while nobody watches, is searched as well
    as can be.
    """

    def __init__(self, clock: Callable[[], float], finder: Finder) -> None:
        self._clock = clock
        self._finder = finder
        self._budget = Budget(clock)
        self._changes = Changes()
        self._scan = TileScan()
        self._left_at = self._current_at = -math.inf

    @property
    def details(self) -> Details:
        """How finely each part of the last frame was looked at."""
        return self._changes.details

    def is_changed(self, place: Place) -> bool:
        """Whether the last frame was another there than when that had last been looked at."""
        return self._changes.is_changed(place)

    def behind_s(self, now: float) -> float:
        """How long ago all that had changed was looked at."""
        return now - self._current_at

    def forget(self) -> None:
        """Nothing that was looked at counts any more."""
        self._changes = Changes()
        self._current_at = -math.inf

    def look(self, image: Image, covers: Sequence[Place], *, closely: bool) -> list[Look]:
        """The looks that are made at a (height, width, 3) BGR frame.

        `covers` is where faces are expected, of which none is cut by a look at a part. Raises what
        the finder raises.
        """
        now = self._clock()
        self._budget.earn(now)
        self._changes.come(image)
        try:
            if closely or now - self._left_at > _APART_S:
                looks = [self._close(image, now)]
            else:
                looks = self._due(image, covers, now)
        finally:
            self._left_at = self._clock()
        if self.details.all():
            self._current_at = now
        return looks

    def _close(self, image: Image, now: float) -> Look:
        places = window(image, WHOLE).places(self._finder(image, None), image)
        self._changes.looked(WHOLE, max(image.shape))
        self._scan.restart(now)
        return Look(WHOLE, places, is_thorough=True)

    def _due(self, image: Image, covers: Sequence[Place], now: float) -> list[Look]:
        """At what has changed, and at the scan's next part when that leaves time for it."""
        scanned = self._onward(image, covers, now) if self._scan.is_overdue(now) else []
        seen = self._at_changes(image, covers)
        has_time = self._budget.affordable_px >= min(_PIXELS, math.prod(_finest(image)))
        if self._scan.is_due(now) and has_time:
            scanned += self._onward(image, covers, now)
        return scanned + seen

    def _at_changes(self, image: Image, covers: Sequence[Place]) -> list[Look]:
        """At each part that nobody looked at as it is, as finely as there is time for."""
        parts = separate(_uncut(part, covers) for part in parts_of(self.details == 0))
        if not parts or self._budget.is_spent:
            return []
        if sum(part.area for part in parts) * math.prod(_finest(image)) > _PIXELS:
            parts = [reduce(Place.joined, parts)]
        pixels = sum(math.prod(window(image, part).size) for part in parts)
        affordable = min(max(self._budget.affordable_px, _FEWEST_PIXELS), _PIXELS)
        return [self._at(image, part, math.sqrt(affordable / pixels)) for part in parts]

    def _onward(self, image: Image, covers: Sequence[Place], now: float) -> list[Look]:
        """At the scan's next part."""
        if self._budget.is_spent:
            return []
        part = _uncut(self._scan.step(_finest(image), now), covers)
        return [self._at(image, part, math.sqrt(_PIXELS / math.prod(window(image, part).size)))]

    def _at(self, image: Image, part: Place, max_scale: float) -> Look:
        cut, whole_px = window(image, part), max(image.shape[:2])
        scale = min(max_scale, max(_finest(image)) / whole_px)
        with self._budget.spending(math.prod(cut.size) * scale**2):
            faces = self._finder(cut.cut(image), round(max(cut.size) * scale))
        self._changes.looked(cut.place(image), whole_px * scale)
        return Look(cut.place(image), cut.places(faces, image))


def fine_px(image: Image) -> float:
    """How long a frame has to be in a look, at the least, that misses no small faces in it."""
    return _FINE * max(_finest(image))


def _finest(image: Image) -> tuple[float, float]:
    """The (height, width) px at which all of a picture is looked at, if part by part."""
    height, width = image.shape[:2]
    scale = min(1.0, _FINEST_PX / max(height, width))
    return height * scale, width * scale


def _uncut(part: Place, covers: Iterable[Place]) -> Place:
    """A part and all of each face that it would else cut."""
    return reduce(Place.joined, (cover for cover in covers if cover.touches(part)), part)
