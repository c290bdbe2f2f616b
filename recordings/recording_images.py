"""Makes the JPEGs that are stored of a recording: the picture and a thumbnail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

from core.derived_keys import noise_key
from processing.colour import to_bgr
from processing.frames import encode_frame
from processing.images import Image, decode
from processing.memory import within_memory
from processing.overlay import mark
from processing.recipe import Recipe
from processing.scaling import to_width
from processing.shapes import Box

THUMBNAIL_WIDTH_PX = 320
_QUALITY = 90
_THUMBNAIL_QUALITY = 78

StoredBox = dict[str, int | float]
"""A box as a recording's row holds it: `x, y, width, height` in pixels, and perhaps a `score`."""


@dataclass(frozen=True)
class RecordingImages:
    """What is stored of a picture: two JPEGs without metadata; sides and boxes in its pixels."""

    picture: bytes
    thumbnail: bytes
    width: int
    height: int
    boxes: list[StoredBox]


def encode_recording(
    content: bytes,
    boxes: Sequence[StoredBox],
    recipe: Recipe | None,
    *,
    prepare: Callable[[Image], Image] | None = None,
    draw_boxes: bool = False,
) -> RecordingImages:
    """Decode, prepare, carry out a recipe, encode twice. Boxes are scaled with the picture.

    `prepare` takes and returns (height, width, 3) BGR; boxes are in pixels of what it returns.
    Where the recipe turns the picture there are no boxes afterwards. Raises Refused for what
    cannot be decoded, and MemoryError.
    """
    with within_memory():
        image, _traits = decode(content, settings.PICTURE_LIMITS)
        if prepare is not None:
            image = prepare(to_bgr(image))
        before = image.shape
        if recipe is not None:
            image = recipe.run(image, noise_key=noise_key()).image
        image = to_bgr(image)
        kept = [] if _turns(recipe) else _scaled(boxes, before, image.shape)
        if draw_boxes:
            image = mark(image, [_as_box(box) for box in kept])
        small = encode_frame(to_width(image, THUMBNAIL_WIDTH_PX), _THUMBNAIL_QUALITY)
        height, width = image.shape[:2]
        return RecordingImages(encode_frame(image, _QUALITY), small, width, height, kept)


def encode_before(content: bytes, recipe: Recipe | None) -> bytes:
    """A live picture as a JPEG after the same recipe. Raises Refused and MemoryError."""
    return content if recipe is None else encode_recording(content, [], recipe).picture


def _turns(recipe: Recipe | None) -> bool:
    return recipe is not None and any(step.operation.name == "rotate" for step in recipe.steps)


def _scaled(
    boxes: Sequence[StoredBox], before: tuple[int, ...], after: tuple[int, ...]
) -> list[StoredBox]:
    """Boxes in pixels of a picture that was (height, width) `before` and is `after`."""
    factors = {
        "x": after[1] / before[1],
        "width": after[1] / before[1],
        "y": after[0] / before[0],
        "height": after[0] / before[0],
    }
    return [
        {
            name: round(value * factors[name]) if name in factors else value
            for name, value in box.items()
        }
        for box in boxes
    ]


def _as_box(box: StoredBox) -> Box:
    return Box(*(int(box[side]) for side in ("x", "y", "width", "height")))
