"""Several pictures in one file are distinguished from those that move."""

from PIL import Image as Pillow

from processing.images import decode
from processing.pipeline import process
from processing.recipe import Recipe
from tests.processing.images.round_trip import FILES, LIMITS
from tests.processing.picture_files import heif_of, saved


def test_of_several_pictures_in_a_heic_the_main_one_is_taken_and_the_others_noted() -> None:
    outcome = process(heif_of("red", "green"), Recipe.parse([{"op": "blur"}]), LIMITS)

    assert outcome.had_others
    assert not outcome.was_animated


def test_a_picture_on_its_own_had_no_others() -> None:
    assert not decode(heif_of("red"), LIMITS)[1].had_others
    assert not any(decode(content, LIMITS)[1].had_others for content in FILES.values())


def test_an_animation_is_one_picture_that_moves() -> None:
    frames = [Pillow.new("RGB", (64, 64), colour) for colour in ("red", "green")]

    source = decode(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), LIMITS)[1]

    assert source.animated
    assert not source.had_others
