"""Draws on a copy of a camera's frame: boxes, a text, covered areas, the look of offline."""

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from processing.images import Image
from processing.motion.boxes import Box
from processing.motion.settings import Polygon

_RED, _BLACK, _WHITE = (0, 0, 255), (0, 0, 0), (255, 255, 255)
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_SHARE_OF_HEIGHT = 0.035
_MIN_TEXT_PX, _MAX_TEXT_PX = 9, 48
_FONT_PX = 22.0
"""Height of a capital letter in this font at scale 1."""
_OFFLINE_BRIGHTNESS = 0.6


def mark(frame: Image, boxes: Iterable[Box] = (), text: str = "") -> Image:
    """A BGR copy of a frame with a red box around each thing and a text at the bottom left.

    `frame` is (height, width) grey or (height, width, 3) BGR; boxes are in its pixels. The text
    is ASCII (anything else shows as a question mark), white on black, and takes several lines
    where the frame is narrow.
    """
    canvas = _in_colour(frame)
    for box in boxes:
        _draw_box(canvas, box)
    if text:
        _write(canvas, text, canvas.shape[0])
    return canvas


def in_grey(frame: Image, text: str) -> Image:
    """The last frame of a camera that has gone: a darkened grey BGR copy with a text across it."""
    grey = cv2.cvtColor(_in_colour(frame), cv2.COLOR_BGR2GRAY)
    dim = (grey * np.float32(_OFFLINE_BRIGHTNESS)).astype(np.uint8)
    canvas = _in_colour(dim)
    _write(canvas, text, (canvas.shape[0] + len(_lines(canvas, text)) * _line_px(canvas)) // 2)
    return canvas


def cover(frame: Image, polygons: Sequence[Polygon]) -> Image:
    """A copy of a frame, any channels, with areas painted black: what nobody shall see.

    The outline is painted too, so that not half a pixel of the area is left.
    """
    canvas = frame.copy()
    height, width = canvas.shape[:2]
    for polygon in polygons:
        corners = [np.rint(np.array(polygon) * (width, height)).astype(np.int32)]
        cv2.fillPoly(canvas, corners, _BLACK)
        cv2.polylines(canvas, corners, isClosed=True, color=_BLACK, thickness=2)
    return canvas


def _in_colour(frame: Image) -> Image:
    """A BGR copy, never the frame itself."""
    if frame.ndim == 2:
        return np.asarray(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR), np.uint8)
    return np.ascontiguousarray(frame[:, :, :3]).copy()


def _draw_box(canvas: Image, box: Box) -> None:
    """Red between two black lines: it shows on red as well."""
    line_px = max(1, round(min(canvas.shape[:2]) / 240))
    corners = (box.x, box.y), (box.x + box.width - 1, box.y + box.height - 1)
    cv2.rectangle(canvas, *corners, _BLACK, line_px + 2)
    cv2.rectangle(canvas, *corners, _RED, line_px)


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


def _write(canvas: Image, text: str, bottom: int) -> None:
    """White on a black ground, its last line ending at the row `bottom`."""
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
