"""Of an animation the first frame is taken."""

import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images import decode
from tests.processing.images.round_trip import FILES, LIMITS, again, decoded
from tests.processing.picture_files import saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG", "AVIF"])
def test_the_first_frame_of_an_animation_is_taken_and_its_movement_noted(name: str) -> None:
    frames = [Pillow.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue")]

    image, traits = decode(saved(frames[0], name, save_all=True, append_images=frames[1:]), LIMITS)

    assert traits.animated
    assert np.abs(image[:, :, :3] - np.array([0, 0, 255])).max() <= 3
    assert not decode(again(FILES[name]), LIMITS)[1].animated


def test_a_result_of_an_animation_stands_still() -> None:
    frames = [Pillow.new("RGB", (64, 64), colour) for colour in ("red", "green")]

    result = again(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]))

    assert not decode(result, LIMITS)[1].animated


def test_a_result_of_a_lossless_animation_is_lossless() -> None:
    frames = [Pillow.effect_noise((64, 64), sigma).convert("RGB") for sigma in (60, 90)]

    content = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)

    assert (decoded(again(content)) == np.asarray(frames[0])[:, :, ::-1]).all()
