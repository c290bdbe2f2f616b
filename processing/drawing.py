"""Draws boxes and lines of text into a BGR canvas, which it changes; polygons in pixels."""

import cv2
import numpy as np
import numpy.typing as npt

from processing.colour import to_bgr
from processing.pixels import Image
from processing.shapes import Box, Polygon

_RED, _BLACK, _WHITE = (0, 0, 255), (0, 0, 0), (255, 255, 255)
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_SHARE_OF_HEIGHT = 0.035
_MIN_TEXT_PX, _MAX_TEXT_PX = 9, 48
_FONT_PX = 22.0
"""Height of a capital letter in this font at scale 1."""


def canvas_of(image: Image) -> Image:
    """A BGR copy of a grey, BGR or BGRA picture, to draw into; never the picture itself."""
    colour = to_bgr(image)
    return np.ascontiguousarray(colour.copy() if colour is image else colour)


def draw_box(canvas: Image, box: Box) -> None:
    """Draw a box, in pixels of the canvas: red between two black lines, to show on red as well."""
    line_px = max(1, round(min(canvas.shape[:2]) / 240))
    corners = (box.x, box.y), (box.x + box.width - 1, box.y + box.height - 1)
    cv2.rectangle(canvas, *corners, _BLACK, line_px + 2)
    cv2.rectangle(canvas, *corners, _RED, line_px)


def corners_px(polygon: Polygon, height: int, width: int) -> list[npt.NDArray[np.int32]]:
    """The corners of a polygon in pixels, as OpenCV's functions for polygons take them."""
    return [np.rint(np.array(polygon) * (width, height)).astype(np.int32)]


def write(canvas: Image, text: str, bottom: int) -> None:
    """Write ASCII in white on a black ground at the left, its last line ending at row `bottom`.

    Anything else shows as question marks; a text too wide for the canvas takes several lines.
    """
    letter_px, line_px = _text_px(canvas), _line_px(canvas)
    margin = letter_px // 2
    lines = _lines(canvas, text)
    for number, line in enumerate(lines):
        top = bottom - (len(lines) - number) * line_px
        right = _width_px(canvas, line) + 2 * margin
        cv2.rectangle(canvas, (0, top), (right, top + line_px), _BLACK, cv2.FILLED)
        start = margin, top + (line_px + letter_px) // 2
        style = _FONT, letter_px / _FONT_PX, _WHITE, _stroke_px(canvas), cv2.LINE_AA
        cv2.putText(canvas, line, start, *style)


def text_height_px(canvas: Image, text: str) -> int:
    """How many rows of the canvas `write` takes for a text."""
    return len(_lines(canvas, text)) * _line_px(canvas)


def _text_px(canvas: Image) -> int:
    """Height of a capital letter."""
    height: int = canvas.shape[0]
    return min(max(round(_SHARE_OF_HEIGHT * height), _MIN_TEXT_PX), _MAX_TEXT_PX)


def _line_px(canvas: Image) -> int:
    return round(1.8 * _text_px(canvas))


def _stroke_px(canvas: Image) -> int:
    return max(1, _text_px(canvas) // 12)


def _width_px(canvas: Image, text: str) -> int:
    scale, stroke_px = _text_px(canvas) / _FONT_PX, _stroke_px(canvas)
    (width, _height), _baseline = cv2.getTextSize(text, _FONT, scale, stroke_px)
    return round(width)


def _lines(canvas: Image, text: str) -> list[str]:
    """The words of a text in lines that fit into the canvas; a word too long keeps its own line."""
    room_px = canvas.shape[1] - _text_px(canvas)
    lines: list[str] = []
    for word in text.encode("ascii", "replace").decode().split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and _width_px(canvas, longer) <= room_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
