"""One picture from bytes to bytes: decode, carry out the recipe, encode."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from processing.cover import covers
from processing.face import Face
from processing.images import FileTraits, Image, decode, encode
from processing.limits import Limits
from processing.lossless import cover_losslessly
from processing.memory import make_room_for, within_memory
from processing.outcome import Encoded, Outcome
from processing.preview import preview_of, thumbnail_of
from processing.recipe import Recipe, Rendering
from processing.turbojpeg import NotRewritable

logger = logging.getLogger(__name__)


def process(
    content: bytes,
    recipe: Recipe,
    limits: Limits,
    known_faces: Sequence[Face] | None = None,
    noise_key: bytes | None = None,
) -> Outcome:
    """Carry out a recipe on an encoded picture; with `known_faces` these are hidden, no others.

    The same `noise_key`, a secret, gives the same covers each time; without one each has new noise.
    Raises Refused for one that cannot be decoded and MemoryError for one that takes too much.
    """
    with within_memory():
        *decoded, traits = decode(content, limits, grey=recipe.starts_grey)
        # Kept here as well it would lie beside each step.
        done = recipe.run(decoded.pop(), known_faces, noise_key)
        make_room_for(done.image)
        file = _losslessly(content, traits, recipe, done) or _encoded(done.image, traits, recipe)
        return _outcome(file, traits, done)


def _outcome(file: Encoded, traits: FileTraits, done: Rendering) -> Outcome:
    """The finished file, its copies for pages, and what was seen on the way."""
    height, width = done.image.shape[:2]
    preview = preview_of(done.image, file)
    return Outcome(
        file,
        width,
        height,
        done.faces,
        traits.animated,
        done.seen_px,
        traits.was_damaged,
        traits.had_others,
        preview,
        thumbnail_of(done.image, preview or file),
    )


def _encoded(image: Image, traits: FileTraits, recipe: Recipe) -> Encoded:
    """A new file; pixels that stay as they were are compressed no better than they were."""
    if recipe.only_hides_faces:
        traits = replace(traits, compression=traits.compression.unraised())
    return encode(image, traits)


def _losslessly(
    content: bytes, traits: FileTraits, recipe: Recipe, done: Rendering
) -> Encoded | None:
    """The original JPEG with the faces covered and its other blocks untouched.

    None where the recipe, the kind of JPEG or the system does not allow it.
    """
    arguments = recipe.steps[0].arguments
    if traits.layout is None or not recipe.only_hides_faces or not arguments["lossless"]:
        return None
    covered = covers(
        done.faces,
        shape=str(arguments["shape"]),
        margin=float(arguments["margin"]),
        size=_size(done.image),
    )
    try:
        rewritten = cover_losslessly(content, traits.layout, done.image, covered)
    except NotRewritable as error:
        logger.info("re-encoded as a whole: %s", error)
        return None
    return Encoded(rewritten, ".jpg", "image/jpeg")


def _size(image: Image) -> tuple[int, int]:
    return image.shape[0], image.shape[1]
