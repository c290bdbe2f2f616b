"""The box of a face."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Face:
    """A face's box in pixels of the picture it was found in, and how sure that is, 0..1."""

    x: int
    y: int
    width: int
    height: int
    score: float
