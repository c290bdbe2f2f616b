"""Close-ups of covers: is a face still to be seen there?

A cover is seen from as far as the network is surest of a face, whatever the picture's size. So a
mosaic is judged as by somebody who squints, and holds when the picture is made smaller.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from processing.centerface import INPUT_MULTIPLE
from processing.colour import to_bgr
from processing.cover import Cover
from processing.detections import Detections
from processing.pixels import Image
from processing.tiles import look_at, whole

_FACE_PX = 28
"""As large a covered face is seen."""

_ROOM = 1.6
"""Faces on each side of a cover: without its surroundings neither the network nor people tell what
a few squares are."""

_LIKE_SIZE = 1.6
_MAX_ENLARGEMENT = 4.0


@dataclass(frozen=True)
class _CloseUp:
    """A rectangle about some covers whose faces are about as large: its corners in px."""

    numbers: tuple[int, ...]
    left: float
    top: float
    right: float
    bottom: float
    least_face_px: int
    most_face_px: int

    @property
    def scale(self) -> float:
        middle_px = math.sqrt(self.least_face_px * self.most_face_px)
        return min(_FACE_PX / middle_px, _MAX_ENLARGEMENT)

    @property
    def step(self) -> int:
        """One pixel of so many is enough of a large picture: twice what the network sees."""
        return max(1, int(1 / (2 * self.scale)))

    @property
    def seen_px(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top) * self.scale**2

    def joined(self, other: "_CloseUp") -> "_CloseUp":
        return _CloseUp(
            self.numbers + other.numbers,
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
            min(self.least_face_px, other.least_face_px),
            max(self.most_face_px, other.most_face_px),
        )

    def saves(self, *parts: "_CloseUp") -> bool:
        """Whether it is less to look at than its parts, and all of its faces are seen well."""
        is_alike = self.most_face_px <= self.least_face_px * _LIKE_SIZE
        return is_alike and self.seen_px <= sum(part.seen_px for part in parts)


def scores(image: Image, covers: Sequence[Cover]) -> list[float]:
    """How sure the network is of a face in each cover of a (height, width, 3 or 4) picture."""
    found = [0.0] * len(covers)
    # The largest first: the others are seen in the memory that it took.
    for close_up in sorted(_planned(covers, image), key=lambda one: -one.seen_px):
        seen = _seen(image, close_up)
        for number in close_up.numbers:
            found[number] = _best(seen, covers[number])
    return found


def _seen(image: Image, close_up: _CloseUp) -> Detections:
    """What the network sees in it, in pixels of the picture."""
    scale, step = close_up.scale, close_up.step
    rows = _span(close_up.top, close_up.bottom, scale, image.shape[0])
    columns = _span(close_up.left, close_up.right, scale, image.shape[1])
    part = to_bgr(image[rows, columns][::step, ::step])
    seen = look_at(part, whole(part), scale * step)
    seen[:, :4] *= step
    seen[:, :2] += columns.start, rows.start
    return seen


def _best(seen: Detections, cover: Cover) -> float:
    """The highest score of what has its middle in a cover; 0 where nothing has."""
    middles = seen[:, :2] + seen[:, 2:4] / 2
    start, end = (cover.left, cover.top), (cover.right, cover.bottom)
    inside = ((middles >= start) & (middles <= end)).all(axis=1)
    return float(seen[inside, 4].max(initial=0))


def _planned(covers: Sequence[Cover], image: Image) -> list[_CloseUp]:
    """Close-ups that show every cover, those of neighbours joined where that is less to look at."""
    planned: list[_CloseUp] = []
    for number, cover in enumerate(covers):
        alone = _alone(number, cover, image)
        for place, other in enumerate(planned):
            if (both := other.joined(alone)).saves(other, alone):
                planned[place] = both
                break
        else:
            planned.append(alone)
    return planned


def _alone(number: int, cover: Cover, image: Image) -> _CloseUp:
    room = cover.face_px * _ROOM
    return _CloseUp(
        (number,),
        max(0, cover.left - room),
        max(0, cover.top - room),
        min(image.shape[1], cover.right + room),
        min(image.shape[0], cover.bottom + room),
        cover.face_px,
        cover.face_px,
    )


def _span(first: float, last: float, scale: float, limit: int) -> slice:
    """A stretch lengthened to what the network sees unbent, moved inside 0..limit if it can be."""
    length = math.ceil((last - first) * scale / INPUT_MULTIPLE) * INPUT_MULTIPLE / scale
    start = max(0, min((first + last - length) / 2, limit - length))
    return slice(math.floor(start), min(limit, math.floor(start + length)))
