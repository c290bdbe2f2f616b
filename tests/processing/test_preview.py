"""Small copies of finished pictures."""

import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images import Encoded, FileTraits, decode, encode
from processing.limits import Limits
from processing.pipeline import process
from processing.preview import preview_of, thumbnail_of
from processing.recipe import Recipe

LIMITS = Limits()


def noise(height, width, channels=3):
    return np.random.default_rng(1).integers(0, 255, (height, width, channels), dtype=np.uint8)


def as_file(image):
    return encode(image, FileTraits("PNG"))


@pytest.mark.parametrize(
    ("size", "expected"), [((1200, 2400), (800, 1600)), ((2400, 600), (1600, 400))], ids=str
)
def test_the_longer_side_has_1600_pixels(size, expected):
    image = noise(*size)

    preview = preview_of(image, as_file(image))

    assert decode(preview.content, LIMITS)[0].shape[:2] == expected
    assert (preview.suffix, preview.media_type) == (".jpg", "image/jpeg")


def test_transparency_is_kept():
    image = noise(800, 800, channels=4)

    preview = preview_of(image, as_file(image))

    assert preview.media_type == "image/webp"
    assert decode(preview.content, LIMITS)[0].shape == (800, 800, 4)


def test_of_a_light_file_none_is_made(photo):
    assert preview_of(photo, as_file(photo)) is None


def test_a_thumbnail_has_320_pixels_on_its_longer_side():
    image = noise(900, 1800)

    thumbnail = thumbnail_of(image, as_file(image))

    assert decode(thumbnail.content, LIMITS)[0].shape[:2] == (160, 320)
    assert thumbnail.suffix == ".jpg"
    assert thumbnail_of(image, light_file_of(20_000)) is None


def light_file_of(size):
    return Encoded(bytes(size), ".jpg", "image/jpeg")


def test_what_is_covered_in_the_result_is_covered_in_the_copy(astronaut):
    large = np.ascontiguousarray(astronaut.repeat(4, axis=0).repeat(4, axis=1))
    recipe = Recipe.parse([{"op": "faces", "style": "solid"}])

    outcome = process(as_file(large).content, recipe, LIMITS)

    (face,) = outcome.faces
    copy, _ = decode(outcome.preview.content, LIMITS)
    x, y = (round((at + size / 2) * 1600 / 2048) for at, size in
            ((face.x, face.width), (face.y, face.height)))  # fmt: skip
    assert copy[y - 20 : y + 20, x - 20 : x + 20].max() <= 2


def test_it_holds_no_metadata(tmp_path):
    image = noise(600, 600)

    path = tmp_path / "preview.jpg"
    path.write_bytes(preview_of(image, as_file(image)).content)

    with Pillow.open(path) as picture:
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
