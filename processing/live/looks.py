"""Which looks at a camera's frames are made: those that are needed, as far as time allows."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from processing.face import Face
from processing.faces import find, find_at_a_look
from processing.images import Image
from processing.live.budget import Budget
from processing.live.changes import Changes
from processing.live.place import WHOLE, Place, separate
from processing.live.tile_scan import TileScan
from processing.live.window import window

_FINEST_PX = 1280
"""A frame whose longer side is longer is looked at as if it were so long."""
_PIXELS = 640 * 480
"""No look is larger, since frames wait meanwhile; what is larger is made smaller for it."""
_FINE = 0.85
"""What is made smaller than by that has not been looked at for small faces."""
_HURRY_S = 0.2
"""Further behind, one look at the whole has to do for changes and scan."""
_APART_S = 0.5
"""A frame that comes later than that after the last one stands alone."""

Finder = Callable[[Image, int | None], Sequence[Face]]
"""The faces of a picture, by one look with its long side brought to so many pixels, or by all."""


@dataclass(frozen=True)
class Look:
    """Where was looked, and where in the picture faces were seen there."""

    part: Place
    faces: Sequence[Place]


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
        self._owes_scan = False
        self._left_at = self._current_at = -math.inf

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
        try:
            if closely or now - self._left_at > _APART_S:
                return [self._close(image, now)]
            return self._due(image, covers, now)
        finally:
            self._left_at = self._clock()

    def _close(self, image: Image, now: float) -> Look:
        places = window(image, WHOLE).places(self._finder(image, None), image)
        self._changes.looked(image, WHOLE)
        self._scan.restart(now)
        self._current_at = now
        return Look(WHOLE, places)

    def _due(self, image: Image, covers: Sequence[Place], now: float) -> list[Look]:
        """Look at what has changed and at the scan's next tile; by turns where time is short."""
        parts = self._changed(image, covers)
        if not parts:
            self._current_at = now
        if self._budget.is_spent:
            return []
        if self._owes_scan and self.behind_s(now) > _HURRY_S:
            self._owes_scan, self._current_at = False, now
            return [self._at(image, WHOLE)]
        scanned = self._onward(image, covers, now) if self._owes_scan else []
        seen = []
        if parts and not self._budget.is_spent:
            seen, self._current_at = [self._at(image, part) for part in parts], now
        scanned = scanned or self._onward(image, covers, now)
        self._owes_scan = not scanned and self._scan.is_due(now)
        return seen + scanned

    def _changed(self, image: Image, covers: Sequence[Place]) -> list[Place]:
        """The parts that have changed, or one about them where they are too much together."""
        parts = separate(_uncut(part, covers) for part in self._changes.parts(image))
        pixels = sum(part.area for part in parts) * math.prod(_finest(image))
        return parts if pixels <= _PIXELS else [reduce(Place.joined, parts)]

    def _onward(self, image: Image, covers: Sequence[Place], now: float) -> list[Look]:
        if self._budget.is_spent or not self._scan.is_due(now):
            return []
        return [self._at(image, _uncut(self._scan.step(_finest(image), now), covers))]

    def _at(self, image: Image, part: Place) -> Look:
        cut = window(image, part)
        finest = max(_finest(image)) / max(image.shape[:2])
        scale = min(finest, math.sqrt(_PIXELS / math.prod(cut.size)))
        with self._budget.spending():
            faces = self._finder(cut.cut(image), round(max(cut.size) * scale))
        if scale >= _FINE * finest:
            self._changes.looked(image, cut.place(image))
        return Look(cut.place(image), cut.places(faces, image))


def _finest(image: Image) -> tuple[float, float]:
    """The (height, width) px at which all of a picture is looked at, if part by part."""
    height, width = image.shape[:2]
    scale = min(1.0, _FINEST_PX / max(height, width))
    return height * scale, width * scale


def _uncut(part: Place, covers: Iterable[Place]) -> Place:
    """A part and all of each face that it would else cut."""
    return reduce(Place.joined, (cover for cover in covers if cover.touches(part)), part)
