"""Groups changed pixels into moving things; leaves out specks, things at rest, and light."""

from dataclasses import dataclass

import cv2
import numpy as np

from processing.motion.light import is_only_light
from processing.pixels import Image
from processing.shapes import Box

_JOINING = np.ones((7, 7), np.uint8)
_NEAR = np.ones((15, 15), np.uint8)
_MIN_MOVED_SHARE = 0.1
_MIN_SHARE = 0.0005
_MIN_PX = 6
_MAX_BLOBS = 20


@dataclass(frozen=True)
class Blob:
    """A thing that moves: its whole box, and how many of its pixels move."""

    box: Box
    area_px: int


def find_blobs(changed: Image, moved: Image, frame: Image, expected: Image) -> list[Blob]:
    """The moving things, the largest first, 20 at most; all pictures (height, width).

    `changed` and `moved` are masks of 0 and 255: what is not as expected, and what is not as it
    was a moment ago. Of a changed thing only the pixels near movement count, so that somebody who
    passes a thing just put down is not one with it. A change that `is_only_light` explains is
    left out.
    """
    if cv2.countNonZero(changed) < _smallest(changed):
        return []
    joined = cv2.dilate(changed, _JOINING)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(
        joined, connectivity=8, ltype=cv2.CV_16U
    )
    moved = np.asarray(cv2.bitwise_and(changed, moved), np.uint8)
    moving = cv2.bitwise_and(changed, cv2.dilate(moved, _NEAR))
    areas = np.bincount(labels[moving > 0], minlength=count)
    moved_areas = np.bincount(labels[moved > 0], minlength=count)
    is_moving = moved_areas >= _MIN_MOVED_SHARE * areas
    likely = np.flatnonzero((areas >= _smallest(changed)) & is_moving)
    largest = likely[np.argsort(-areas[likely])][:_MAX_BLOBS]
    blobs = [Blob(_box(boxes[label]), int(areas[label])) for label in largest]
    return [blob for blob in blobs if not _is_light(blob.box, frame, expected)]


def _smallest(image: Image) -> float:
    return max(_MIN_PX, _MIN_SHARE * image.size)


def _box(row: "np.ndarray[tuple[int, ...], np.dtype[np.int32]]") -> Box:
    x, y, width, height = (int(value) for value in row[:4])
    return Box(x, y, width, height)


def _is_light(box: Box, frame: Image, expected: Image) -> bool:
    inside = np.s_[box.y : box.y + box.height, box.x : box.x + box.width]
    return is_only_light(frame[inside], expected[inside])
