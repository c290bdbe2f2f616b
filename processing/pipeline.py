"""One picture from bytes to bytes: decode, carry out the recipe, encode."""

from dataclasses import dataclass

import cv2

from processing.faces import Face, release_network
from processing.images import Encoded, decode, encode
from processing.limits import Limits
from processing.recipe import Recipe


@dataclass(frozen=True)
class Outcome:
    """A finished picture and what was seen on the way; sides in pixels of the result."""

    file: Encoded
    width: int
    height: int
    faces: list[Face]
    was_animated: bool


def process(content: bytes, recipe: Recipe, limits: Limits) -> Outcome:
    """Carry out a recipe on an encoded picture.

    Raises Refused for one that cannot be decoded and MemoryError for one that takes too much.
    """
    try:
        image, source = decode(content, limits, grey=recipe.starts_grey)
        result, faces = recipe.run(image)
        height, width = result.shape[:2]
        return Outcome(encode(result, source), width, height, faces, source.animated)
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError from error
        raise
    finally:
        release_network()  # 300 MB, which the next large picture needs more
