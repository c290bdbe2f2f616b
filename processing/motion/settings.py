"""The settings of a motion detector, validated when they are made."""

from dataclasses import dataclass

from processing.shapes import Polygon


class InvalidMotionSettings(ValueError):
    """A setting out of its range; the message is a sentence naming it, its range and its value."""


@dataclass(frozen=True)
class MotionSettings:
    """How much has to move, which areas are ignored, and how fast the scene is learned.

    `threshold_percent` is the share of the whole frame, in percent, from which movement counts.
    In the polygons of `ignored` (a motion mask, or a privacy mask) nothing counts. The first
    `warm_up_frames` are only learned from. A thing that has stood still for `absorb_frames`
    belongs to the scene. Raises InvalidMotionSettings.
    """

    threshold_percent: float = 0.15
    ignored: tuple[Polygon, ...] = ()
    warm_up_frames: int = 10
    absorb_frames: int = 300

    def __post_init__(self) -> None:
        refuse_outside("threshold_percent", self.threshold_percent, 0.01, 50)
        refuse_outside("warm_up_frames", self.warm_up_frames, 1, 1000)
        refuse_outside("absorb_frames", self.absorb_frames, 10, 10_000)
        for polygon in self.ignored:
            _refuse_shape(polygon)


def refuse_outside(name: str, value: float, lowest: float, highest: float) -> None:
    """Raise InvalidMotionSettings for a value outside its range; no number is outside too."""
    if not lowest <= value <= highest:
        raise InvalidMotionSettings(f"{name} must be from {lowest} to {highest}, not {value}.")


def _refuse_shape(polygon: Polygon) -> None:
    if len(polygon) < 3:
        raise InvalidMotionSettings(
            f"ignored: an area needs at least 3 corners, not {len(polygon)}: {polygon}."
        )
    if not all(0 <= value <= 1 for point in polygon for value in point):
        raise InvalidMotionSettings(
            f"ignored: corners are fractions of the frame, from 0 to 1: {polygon}."
        )
