"""One picture all the way: bytes in, recipe, bytes out."""

import pytest
from PIL import Image as Pillow

from processing import faces
from processing.images import decode
from processing.images.jpeg import MIN_QUALITY
from processing.limits import Limits
from processing.pipeline import process
from processing.recipe import Recipe
from processing.refusal import Refused
from tests.processing.picture_files import FORMATS, gradient, saved, turned_file

LIMITS = Limits()
HIDE_FACES = Recipe.parse([{"op": "faces"}])
GRAYSCALE = Recipe.parse([{"op": "grayscale"}])


def test_the_face_of_a_photograph_is_gone_and_listed(face_jpeg: bytes) -> None:
    outcome = process(face_jpeg, HIDE_FACES, LIMITS)

    image, _ = decode(outcome.file.content, LIMITS)
    assert len(outcome.faces) == 1
    assert faces.find(image) == []
    assert (outcome.height, outcome.width) == image.shape[:2] == (512, 512)


@pytest.mark.parametrize("quality", [40, 70])
def test_where_only_faces_are_hidden_a_low_quality_is_not_raised(quality: int) -> None:
    content = saved(gradient(), "JPEG", quality=quality)
    blurred = Recipe.parse([{"op": "blur"}])
    hidden = Recipe.parse([{"op": "faces", "lossless": False}])

    kept, raised = (process(content, recipe, LIMITS).file.content for recipe in (hidden, blurred))

    assert abs(decode(kept, LIMITS)[1].compression.quality - quality) <= 1
    assert abs(decode(raised, LIMITS)[1].compression.quality - MIN_QUALITY) <= 1


def test_a_picture_without_a_face_says_so(jpeg: bytes) -> None:
    outcome = process(jpeg, HIDE_FACES, LIMITS)

    assert outcome.faces == []
    assert outcome.file.suffix == ".jpg"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_goes_through(name: str) -> None:
    outcome = process(saved(gradient(), name), GRAYSCALE, LIMITS)

    image, _ = decode(outcome.file.content, LIMITS)
    assert (outcome.width, outcome.height) == (128, 64)
    assert image.shape[:2] == (64, 128)
    assert not outcome.was_animated


def test_the_sides_in_the_outcome_are_those_of_the_result() -> None:
    recipe = Recipe.parse([{"op": "resize", "max_side": 32}, {"op": "rotate", "angle": 90}])

    outcome = process(saved(gradient(), "PNG"), recipe, LIMITS)

    assert (outcome.width, outcome.height) == (16, 32)


def test_a_turned_photograph_is_processed_upright() -> None:
    outcome = process(turned_file(gradient(), "JPEG", 6), GRAYSCALE, LIMITS)

    assert (outcome.width, outcome.height) == (128, 64)


def test_grayscale_first_gives_a_grey_jpeg_that_looks_the_same(face_jpeg: bytes) -> None:
    first = process(face_jpeg, GRAYSCALE, LIMITS)
    later = process(face_jpeg, Recipe.parse([{"op": "resize"}, {"op": "grayscale"}]), LIMITS)

    grey, _ = decode(first.file.content, LIMITS)
    from_colour, _ = decode(later.file.content, LIMITS)
    assert (grey.ndim, from_colour.ndim) == (2, 2)
    assert abs(grey.astype(int) - from_colour).mean() < 2


def test_faces_are_found_after_grayscale(face_jpeg: bytes) -> None:
    recipe = Recipe.parse([{"op": "grayscale"}, {"op": "faces", "style": "solid"}])

    assert len(process(face_jpeg, recipe, LIMITS).faces) == 1


def test_an_animation_is_noted_in_the_outcome() -> None:
    frames = [Pillow.new("RGB", (32, 32), colour) for colour in ("red", "green")]

    outcome = process(
        saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), GRAYSCALE, LIMITS
    )

    assert outcome.was_animated
    assert outcome.file.media_type == "image/png"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"hello", "unsupported_type"), (b"\x89PNG\r\n\x1a\n", "damaged")],
)
def test_what_cannot_be_decoded_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        process(content, GRAYSCALE, LIMITS)

    assert refused.value.code == code


def test_the_limits_given_are_those_that_hold(jpeg: bytes) -> None:
    with pytest.raises(Refused) as refused:
        process(jpeg, GRAYSCALE, Limits(max_pixels=100))

    assert refused.value.code == "too_many_pixels"
