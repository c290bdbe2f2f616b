"""Masks that follow faces from frame to frame, also while a face is not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from processing.live.place import WHOLE, Place

_HELD_FOR_S = 1.5
_FOLLOWED_FOR_S = 0.75
"""So long a mask goes on as its face last went; then it waits there."""
_GROWTH_PER_S = 0.3
"""By so much of the face's sides a mask widens on each side in a second without it."""
_SAME_FACE_OVERLAP = 0.3
_LEAP = 1.0
_LEAP_PER_S = 10.0
"""So many of its own sizes a face that is not where it is expected may be off, at once and more."""
_LIKE_SIZE = 2.0
_SHORTEST_S = 0.02
"""What lies closer together in time is one frame, or nearly, and tells no speed."""


@dataclass(frozen=True)
class _Mask:
    """Where a face was seen last, when (s), and its speed then, in picture sides a second."""

    place: Place
    seen_at: float
    speed: tuple[float, float] = (0.0, 0.0)
    is_missed: bool = False
    """Whether it was looked for since, in vain."""
    is_still: bool = False
    """Whether a thorough search saw it and nothing has changed there since."""

    def is_held(self, at: float) -> bool:
        return not self.is_missed or at - self.seen_at <= _HELD_FOR_S

    def expected(self, at: float) -> Place:
        age_s = min(at - self.seen_at, _FOLLOWED_FOR_S)
        return self.place.moved(self.speed[0] * age_s, self.speed[1] * age_s)

    def cover(self, at: float) -> Place:
        """From where the face was seen to where it is expected, the wider the longer ago it was."""
        growth = _GROWTH_PER_S * min(at - self.seen_at, _HELD_FOR_S)
        whole = self.place.joined(self.expected(at))
        return whole.wider(self.place.width * growth, self.place.height * growth)

    def seen(self, place: Place, at: float) -> "_Mask":
        """The mask of the same face, seen anew."""
        passed_s = at - self.seen_at
        if passed_s < _SHORTEST_S:
            return replace(self, place=place, seen_at=at, is_missed=False)
        (x, y), (then_x, then_y) = place.centre, self.place.centre
        speed = (x - then_x) / passed_s, (y - then_y) / passed_s
        return _Mask(place, at, speed, is_still=self.is_still)

    def missed(self, at: float) -> "_Mask":
        """The mask of a face looked for in vain: one that is still has not gone since."""
        return self.seen(self.place, at) if self.is_still else replace(self, is_missed=True)

    def sizes_off(self, place: Place, at: float) -> float:
        """How far from where the face is expected, in its own sizes."""
        (x, y), (expected_x, expected_y) = place.centre, self.expected(at).centre
        across, down = (x - expected_x) / self.place.width, (y - expected_y) / self.place.height
        return max(abs(across), abs(down))

    def may_leap_to(self, place: Place, at: float) -> bool:
        """Whether the face may have gone there, though it was not expected there."""
        likeness = place.height / self.place.height
        reach = _LEAP + _LEAP_PER_S * (at - self.seen_at)
        return 1 / _LIKE_SIZE <= likeness <= _LIKE_SIZE and self.sizes_off(place, at) <= reach


class Masks:
    """The masks over one camera's frames; times are in seconds and only go forward."""

    def __init__(self) -> None:
        self._masks: list[_Mask] = []

    def disturb(self, is_changed: Callable[[Place], bool]) -> None:
        """Something has changed in some places, so that what was still there may have gone."""
        self._masks = [
            replace(mask, is_still=mask.is_still and not is_changed(mask.place))
            for mask in self._masks
        ]

    def see(
        self,
        places: Sequence[Place],
        at: float,
        part: Place = WHOLE,
        *,
        is_thorough: bool = False,
    ) -> None:
        """Faces were seen at `at` in these places, and no more in this part of the picture.

        One that overlaps where a face was expected is that face, and its mask goes there. Any other
        gets a mask of its own, with the speed of the face that may have leapt there; that face's
        mask stays too, as does that of each face not seen: for 1.5 s, and until it is looked for.
        What a thorough search saw stays as long as nothing changes there: a look sees less.
        """
        unseen, new, seen = self._held(at), list(places), []
        for mask, place in _pairs(unseen, new, at):
            if mask in unseen and place in new:
                unseen.remove(mask)
                new.remove(place)
                seen.append(mask.seen(place, at))
        missed = [mask for mask in unseen if mask.expected(at).touches(part)]
        others = [mask for mask in unseen if mask not in missed]
        found = [*seen, *(_begun(place, missed, at) for place in new)]
        if is_thorough:
            found = [replace(mask, is_still=True) for mask in found]
        self._masks = [*found, *others, *(mask.missed(at) for mask in missed)]

    def covers(self, at: float) -> list[Place]:
        """What is to be covered in a frame taken at `at`."""
        return [mask.cover(at) for mask in self._held(at)]

    def _held(self, at: float) -> list[_Mask]:
        return [mask for mask in self._masks if mask.is_held(at)]


def _pairs(masks: Sequence[_Mask], places: Sequence[Place], at: float) -> list[tuple[_Mask, Place]]:
    """Masks with the places that may be their faces', the best fit first."""
    fits = [(mask.expected(at).overlap(place), mask, place) for mask in masks for place in places]
    likely = [fit for fit in fits if fit[0] >= _SAME_FACE_OVERLAP]
    return [(mask, place) for _overlap, mask, place in sorted(likely, key=lambda fit: -fit[0])]


def _begun(place: Place, missed: Sequence[_Mask], at: float) -> _Mask:
    """The mask of a face not expected here: it may be one that has leapt, the nearest of them."""
    near = [mask for mask in missed if mask.may_leap_to(place, at)]
    if not near:
        return _Mask(place, at)
    leapt = min(near, key=lambda mask: mask.sizes_off(place, at)).seen(place, at)
    return replace(leapt, is_still=False)
