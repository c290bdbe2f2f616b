"""Tells somebody fast, who was never near there before, from rain, snow and leaves."""

import cv2
import numpy as np

from processing.motion.blobs import Blob
from processing.motion.light import Floats
from processing.pixels import Image
from processing.shapes import Box

_STANDS_OUT_SHARE = 0.25
_UNREST_RATE = 1 / 2
_MAX_UNREST = 0.2


class Jumps:
    """Remembers where something moved of late; masks are 0 or 255, all of one size."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._unrest: Floats = np.zeros(shape, np.float32)

    def with_jumps(self, lasting: list[Blob], candidates: list[Blob], moved: Image) -> list[Blob]:
        """Of the candidates those of which a part lasts, as a whole, and those that jumped.

        A jump is a good part of all that moved, while rain and snow are much of like size; and
        nothing moved there just before, as where leaves sway.
        """
        whole = [blob for blob in candidates if any(_meet(blob.box, part.box) for part in lasting)]
        others_px = cv2.countNonZero(moved) - sum(blob.area_px for blob in whole)
        jumping = [
            blob
            for blob in candidates
            if blob not in whole
            and blob.area_px >= _STANDS_OUT_SHARE * others_px
            and self._is_restful(blob.box, moved)
        ]
        alone = [part for part in lasting if not any(_meet(part.box, blob.box) for blob in whole)]
        return sorted([*whole, *jumping, *alone], key=lambda blob: -blob.area_px)

    def learn(self, moved: Image) -> None:
        """Take in what moved in a frame."""
        cv2.accumulateWeighted(moved, self._unrest, _UNREST_RATE)

    def _is_restful(self, box: Box, moved: Image) -> bool:
        inside = np.s_[box.y : box.y + box.height, box.x : box.x + box.width]
        unrest = cv2.mean(self._unrest[inside], moved[inside])[0]
        return unrest <= _MAX_UNREST * 255


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
