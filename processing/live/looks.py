"""Which looks at a camera's frames are made: as many as are needed, and fit between the frames."""

import math
from collections.abc import Callable, Sequence

from processing.face import Face
from processing.faces import find, find_at_a_look
from processing.images import Image
from processing.live.budget import Budget
from processing.live.changes import Changes
from processing.live.place import WHOLE, Place
from processing.live.window import Window, window

_WIDE_PX = (1280, 960, 640)
"""The longer side in a wide look, or the next one where that would hold frames up."""
_NARROW_PX = 640
"""In a narrow look, which sees near faces, also half hidden ones, better than a wide one."""
_EVERY_S = 0.65
"""So often all of a frame gets a wide look and a narrow one: twice while a mask is held."""
_SOONER_S = 0.45
"""A wide one comes sooner where so much has changed that it was only looked at made smaller."""
_PART_PIXELS = 640 * 480
"""What is made of a part that is larger; a smaller one is looked at as it is."""
_APART_S = 0.5
"""A frame that comes later than that after the last one stands alone."""

Finder = Callable[[Image, int | None], Sequence[Face]]
"""The faces of a picture, by one look with its long side brought to so many pixels, or by all."""


def found(image: Image, long_side_px: int | None) -> Sequence[Face]:
    """The faces of a picture: at a look, or where no size is given, as well as can be."""
    return find(image) if long_side_px is None else find_at_a_look(image, long_side_px)


class Looks:
    """Looks at one camera's frames: at all of one now and then, else at what has changed.

    A frame that stands alone, as the first one, or any while nobody watches, is searched as well
    as can be.
    """

    def __init__(self, fps: float, clock: Callable[[], float], finder: Finder) -> None:
        self._clock = clock
        self._finder = finder
        self._budget = Budget(fps, clock)
        self._changes = Changes()
        self._left_at = self._wide_at = self._narrow_at = self._current_at = -math.inf
        self._wide_every_s = _EVERY_S

    def behind_s(self, now: float) -> float:
        """How long ago all that was there to be seen had been looked at."""
        return now - self._current_at

    def forget(self) -> None:
        """Nothing that was looked at counts any more."""
        self._changes = Changes()
        self._wide_at = self._narrow_at = self._current_at = -math.inf

    def look(self, image: Image, covers: Sequence[Place], *, closely: bool) -> list[list[Place]]:
        """Where faces are in a (height, width, 3) BGR frame, by each look that is made at it.

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

    def _due(self, image: Image, covers: Sequence[Place], now: float) -> list[list[Place]]:
        part = self._changes.part(image)
        if part is None:
            self._current_at = now
        if self._budget.is_spent:
            return []
        if now - self._wide_at >= self._wide_every_s:
            return [self._wide(image, now)]
        looks = [] if part is None else [self._at_part(image, window(image, part, covers), now)]
        if now - self._narrow_at >= _EVERY_S:
            looks.append(self._narrow(image, now))
        return looks

    def _close(self, image: Image, now: float) -> list[Place]:
        places = window(image, WHOLE).places(self._finder(image, None), image)
        self._changes.looked(image, WHOLE)
        self._wide_at = self._narrow_at = self._current_at = now
        return places

    def _wide(self, image: Image, now: float) -> list[Place]:
        side_px = self._budget.long_side_px(image.shape[:2], _WIDE_PX)
        places = self._seen(image, window(image, WHOLE), side_px / max(image.shape[:2]))
        self._changes.looked(image, WHOLE)
        self._wide_at, self._current_at, self._wide_every_s = now, now, _EVERY_S
        if side_px <= _NARROW_PX:
            self._narrow_at = now
        return places

    def _narrow(self, image: Image, now: float) -> list[Place]:
        scale = min(1.0, _NARROW_PX / max(image.shape[:2]))
        places = self._seen(image, window(image, WHOLE), scale)
        self._narrow_at = now
        return places

    def _at_part(self, image: Image, part: Window, now: float) -> list[Place]:
        finest = min(1.0, _WIDE_PX[0] / max(image.shape[:2]))
        scale = min(finest, math.sqrt(_PART_PIXELS / math.prod(part.size)))
        places = self._seen(image, part, scale)
        self._current_at = now
        if scale == finest:
            self._changes.looked(image, part.place(image))
        else:
            self._wide_every_s = _SOONER_S
        return places

    def _seen(self, image: Image, part: Window, scale: float) -> list[Place]:
        with self._budget.spending(math.prod(part.size) * scale**2):
            faces = self._finder(part.cut(image), round(max(part.size) * scale))
        return part.places(faces, image)
