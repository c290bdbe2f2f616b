"""A face that was seen again and again."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Box = npt.NDArray[np.float64]
"""Left, top, right and bottom in px of the film's frames."""

_SURE = 0.5
_SOME_SIGHTINGS = 4
_MEAN_OF_SOME = 0.3
_VELOCITY_OVER_S = 0.35


@dataclass(frozen=True)
class Sighting:
    """Where a face was seen, when, and how sure that is, 0..1."""

    time_s: float
    box: Box
    score: float


@dataclass
class Track:
    """What is held to be one face, in the order of time; all of it lies in one scene."""

    scene: int
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def last(self) -> Sighting:
        return self.sightings[-1]

    @property
    def best(self) -> Sighting:
        """The surest sighting."""
        return max(self.sightings, key=lambda one: one.score)

    @property
    def is_credible(self) -> bool:
        """Whether it is a face: seen surely once, or again and again.

        A sure sighting vouches for all the weak ones that are linked to it, before and after.
        """
        scores = [one.score for one in self.sightings]
        return max(scores) >= _SURE or (
            len(scores) >= _SOME_SIGHTINGS and float(np.mean(scores)) >= _MEAN_OF_SOME
        )

    def predicted(self, time_s: float) -> Box:
        """Where it should be, if it goes on as it did last, or came as it did first."""
        if time_s >= self.last.time_s:
            return self._onward(self.sightings[::-1], time_s)
        return self._onward(self.sightings, time_s)

    def _onward(self, nearest_first: list[Sighting], time_s: float) -> Box:
        """At an even pace from sightings that lie up to a third of a second apart."""
        end = nearest_first[0]
        past = [one for one in nearest_first if abs(one.time_s - end.time_s) <= _VELOCITY_OVER_S][
            -1
        ]
        if past.time_s == end.time_s:
            return end.box
        pace = (end.box - past.box) / (end.time_s - past.time_s)
        middle = np.tile((pace[:2] + pace[2:]) / 2, 2)  # it moves; it does not go on to grow
        return np.asarray(end.box + middle * (time_s - end.time_s), np.float64)
