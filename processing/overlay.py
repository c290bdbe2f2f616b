"""What is drawn over a copy of a camera's frame: boxes, a text, covered areas, a reason."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from processing.colour import to_grey
from processing.drawing import canvas_of, corners_px, draw_box, text_height_px, write
from processing.pixels import Image
from processing.shapes import Box, Polygon

_BLACK = (0, 0, 0)
_OFFLINE_BRIGHTNESS = 0.6


def mark(frame: Image, boxes: Iterable[Box] = (), text: str = "") -> Image:
    """A BGR copy of a frame with a red box around each thing and a text at the bottom left.

    `frame` is (height, width) grey or (height, width, 3) BGR; boxes are in its pixels. The text
    is ASCII (anything else shows as a question mark), white on black, and takes several lines
    where the frame is narrow.
    """
    canvas = canvas_of(frame)
    for box in boxes:
        draw_box(canvas, box)
    if text:
        write(canvas, text, canvas.shape[0])
    return canvas


def stamped(frame: Image, text: str) -> Image:
    """A BGR copy of a frame with an ASCII text at the top left; players have controls below."""
    canvas = canvas_of(frame)
    write(canvas, text, text_height_px(canvas, text))
    return canvas


def in_grey(frame: Image, text: str) -> Image:
    """The last frame of a camera that has gone: a darkened grey BGR copy with a text across it."""
    dim = (to_grey(frame) * np.float32(_OFFLINE_BRIGHTNESS)).astype(np.uint8)
    canvas = canvas_of(dim)
    write(canvas, text, (canvas.shape[0] + text_height_px(canvas, text)) // 2)
    return canvas


def cover(frame: Image, polygons: Sequence[Polygon]) -> Image:
    """A copy of a frame, any channels, with areas painted black (privacy masks).

    The outline is painted too, so that not half a pixel of the area is left.
    """
    canvas = frame.copy()
    height, width = canvas.shape[:2]
    for polygon in polygons:
        corners = corners_px(polygon, height, width)
        cv2.fillPoly(canvas, corners, _BLACK)
        cv2.polylines(canvas, corners, isClosed=True, color=_BLACK, thickness=2)
    return canvas
