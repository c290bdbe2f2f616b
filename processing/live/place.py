"""A box in a picture, whatever its size in pixels."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce


@dataclass(frozen=True)
class Place:
    """A box in fractions of a picture's sides, with an area; it may reach beyond the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def moved(self, dx: float, dy: float) -> "Place":
        return Place(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def wider(self, dx: float, dy: float) -> "Place":
        """The box grown by `dx` on the left and right, and by `dy` at the top and bottom."""
        return Place(self.left - dx, self.top - dy, self.right + dx, self.bottom + dy)

    def joined(self, other: "Place") -> "Place":
        """The smallest box about both."""
        return Place(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlap(self, other: "Place") -> float:
        """Intersection over union."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        both = max(0.0, across) * max(0.0, down)
        return both / (self.area + other.area - both)

    def touches(self, other: "Place") -> bool:
        """Whether they have an area in common."""
        return self.overlap(other) > 0


WHOLE = Place(0.0, 0.0, 1.0, 1.0)
"""All of a picture."""


def separate(places: Iterable[Place]) -> list[Place]:
    """Boxes that have nothing in common, about all of these: those that touch are joined."""
    apart: list[Place] = []
    for place in places:
        whole = place
        while touching := [other for other in apart if other.touches(whole)]:
            apart = [other for other in apart if other not in touching]
            whole = reduce(Place.joined, touching, whole)
        apart.append(whole)
    return apart
