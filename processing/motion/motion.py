"""What a detector finds in one frame."""

from dataclasses import dataclass

from processing.shapes import Box


@dataclass(frozen=True)
class Motion:
    """What moves in a frame.

    `boxes` are in pixels of the frame that was looked at, the largest thing first. `area_share` is
    the moving part of the whole frame, 0..1, and `score` the same in multiples of the threshold.
    `sharpness` is the variance of the Laplacian where it moves (Pech-Pacheco et al. 2000); it is
    good for comparing frames of one camera, and 0 where nothing moves.
    """

    boxes: tuple[Box, ...] = ()
    score: float = 0.0
    area_share: float = 0.0
    sharpness: float = 0.0

    @property
    def is_moving(self) -> bool:
        return self.score >= 1

    def scaled(self, across: float, down: float) -> "Motion":
        """The same for a frame of another size, for instance the one that is kept."""
        boxes = tuple(box.scaled(across, down) for box in self.boxes)
        return Motion(boxes, self.score, self.area_share, self.sharpness)
