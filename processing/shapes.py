"""Shapes on a picture, without its pixels."""

from dataclasses import dataclass

Point = tuple[float, float]
Polygon = tuple[Point, ...]
"""Corners as (x, y) in fractions of width and height, 0..1, from the top left."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, from the top left."""

    x: int
    y: int
    width: int
    height: int

    def scaled(self, across: float, down: float) -> "Box":
        """The same place in a frame that is so many times as wide and as high."""
        left, top = round(self.x * across), round(self.y * down)
        right = round((self.x + self.width) * across)
        bottom = round((self.y + self.height) * down)
        return Box(left, top, max(1, right - left), max(1, bottom - top))
