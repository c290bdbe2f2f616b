"""Boxes of faces as they are kept, and where they lie in the result, which may have been turned."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from processing.face import Face
from uploads.models import Picture, Upload

PixelBox = Mapping[str, int]
"""`x`, `y`, `width` and `height` in pixels of the picture as the search for faces saw it."""


@dataclass(frozen=True)
class RelativeBox:
    """A box in fractions of a picture's sides, 0..1."""

    left: float
    top: float
    width: float
    height: float

    def turned(self, degrees: int) -> "RelativeBox":
        """The same box in a picture turned clockwise by 0, 90, 180 or 270 degrees."""
        box = self
        for _quarter in range(degrees % 360 // 90):
            box = RelativeBox(1 - box.top - box.height, box.left, box.height, box.width)
        return box

    @property
    def percent(self) -> dict[str, str]:
        """The four in %, written as HTML takes numbers."""
        sides = {"left": self.left, "top": self.top, "width": self.width, "height": self.height}
        return {name: f"{100 * side:.3f}" for name, side in sides.items()}


def faces_to_hide(picture: Picture) -> list[Face]:
    """Those of a picture's faces that nobody uncovered."""
    return [
        Face(face["x"], face["y"], face["width"], face["height"], face["score"])
        for face in picture.faces
        if face.get("hidden", True)
    ]


def shown_boxes(upload: Upload, picture: Picture) -> list[RelativeBox]:
    """Where each of a picture's faces lies in its result."""
    if not (picture.seen_width and picture.seen_height):
        return []
    return [shown_box(upload, picture, face) for face in picture.faces]


def shown_box(upload: Upload, picture: Picture, box: PixelBox) -> RelativeBox:
    """Where a box lies in the result."""
    width, height = picture.seen_width or 1, picture.seen_height or 1
    seen = RelativeBox(
        box["x"] / width, box["y"] / height, box["width"] / width, box["height"] / height
    )
    return seen.turned(upload.parsed_recipe().turn)


def box_px(upload: Upload, picture: Picture, shown: RelativeBox) -> dict[str, int]:
    """A box drawn over the result, in pixels of the picture as the search saw it."""
    width, height = picture.seen_width or 0, picture.seen_height or 0
    seen = shown.turned(-upload.parsed_recipe().turn)
    left, top = max(0, math.floor(seen.left * width)), max(0, math.floor(seen.top * height))
    right = min(width, math.ceil((seen.left + seen.width) * width))
    bottom = min(height, math.ceil((seen.top + seen.height) * height))
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def is_inside(picture: Picture, box: PixelBox) -> bool:
    """Whether a box has an area and lies in the picture as the search saw it."""
    width, height = picture.seen_width or 0, picture.seen_height or 0
    return (
        min(box["x"], box["y"]) >= 0
        and min(box["width"], box["height"]) >= 1
        and box["x"] + box["width"] <= width
        and box["y"] + box["height"] <= height
    )
