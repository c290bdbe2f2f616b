"""One picture from bytes to bytes: decode, carry out the recipe, encode."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from processing.cover import covers
from processing.faces import Face
from processing.images import Encoded, Image, Source, decode, encode
from processing.limits import Limits
from processing.lossless import cover_losslessly
from processing.memory import within_memory
from processing.recipe import Recipe, Rendering
from processing.turbojpeg import Unfit

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """A finished picture and what was seen on the way; sides in pixels of the result.

    `seen_px` is the (height, width) of the picture that `faces` are in pixels of.
    """

    file: Encoded
    width: int
    height: int
    faces: list[Face]
    was_animated: bool
    seen_px: tuple[int, int] | None = None


def process(
    content: bytes, recipe: Recipe, limits: Limits, known_faces: Sequence[Face] | None = None
) -> Outcome:
    """Carry out a recipe on an encoded picture; with `known_faces` these are hidden, no others.

    Raises Refused for one that cannot be decoded and MemoryError for one that takes too much.
    """
    with within_memory():
        image, source = decode(content, limits, grey=recipe.starts_grey)
        done = recipe.run(image, known_faces)
        del image  # the encoder needs the memory more
        height, width = done.image.shape[:2]
        file = _losslessly(content, source, recipe, done) or encode(done.image, source)
        return Outcome(file, width, height, done.faces, source.animated, done.seen_px)


def _losslessly(content: bytes, source: Source, recipe: Recipe, done: Rendering) -> Encoded | None:
    """The JPEG that came, with the faces covered and every other block untouched, if it can be."""
    told = recipe.steps[0].arguments
    if source.layout is None or not recipe.only_hides_faces or not told["lossless"]:
        return None
    covered = covers(
        done.faces,
        shape=str(told["shape"]),
        margin=float(told["margin"]),
        size=_size(done.image),
    )
    try:
        rewritten = cover_losslessly(content, source.layout, done.image, covered)
    except Unfit as unfit:
        logger.info("coded anew as a whole: %s", unfit)
        return None
    return Encoded(rewritten, ".jpg", "image/jpeg")


def _size(image: Image) -> tuple[int, int]:
    return image.shape[0], image.shape[1]
