"""exiftool finds nothing in what is published but sizes, colours and how it is compressed."""

from pathlib import Path

import pytest

from processing.face import Face
from processing.limits import Limits
from processing.outcome import Outcome
from processing.pipeline import process
from processing.recipe import Recipe
from tests.processing.clips.running import made
from tests.processing.exiftool import telling_tags
from tests.processing.picture_files import FORMATS
from tests.processing.telling_files import noisy_jpeg, telling_clip, telling_picture

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

RECIPES = {
    "faces": [{"op": "faces"}],
    "faces, encoded again": [{"op": "faces", "lossless": False}],
    "grey": [{"op": "grayscale"}],
}
FACE = Face(20, 10, 40, 40, 0.9)
TOLD = {
    "JPEG": {"EXIF", "MakerNotes", "XMP", "IPTC", "ICC_Profile", "Photoshop", "File", "JFIF"},
    "PNG": {"EXIF", "MakerNotes", "XMP", "IPTC", "ICC_Profile", "PNG"},
    "WEBP": {"EXIF", "MakerNotes", "XMP", "ICC_Profile"},
    "AVIF": {"EXIF", "MakerNotes", "XMP"},
    "HEIF": {"EXIF", "MakerNotes", "XMP"},
    "GIF": {"XMP", "File"},
    "BMP": {"File"},
}
"""The groups of tags that are seen in each file before."""


def outcome_of(path: Path, recipe: str) -> Outcome:
    return process(path.read_bytes(), Recipe.parse(RECIPES[recipe]), Limits(), [FACE])


def published(outcome: Outcome, folder: Path) -> list[Path]:
    """The result and the copies of it for pages, as files."""
    paths = []
    made = {"result": outcome.file, "preview": outcome.preview, "thumbnail": outcome.thumbnail}
    for name, encoded in made.items():
        if encoded:
            paths.append(folder / f"{name}{encoded.suffix}")
            paths[-1].write_bytes(encoded.content)
    return paths


@pytest.mark.parametrize("name", FORMATS)
def test_a_result_tells_nothing_that_its_original_told(tmp_path, name):
    original = telling_picture(tmp_path, name)
    (told,) = telling_tags(original)
    assert {tag.partition(":")[0] for tag, _value in told} >= TOLD[name]

    results = []
    for recipe in RECIPES:
        folder = tmp_path / recipe
        folder.mkdir()
        results += published(outcome_of(original, recipe), folder)

    assert telling_tags(*results) == [set()] * len(RECIPES)


def test_the_thumbnail_and_the_film_behind_a_jpeg_are_seen_before(tmp_path):
    (told,) = telling_tags(telling_picture(tmp_path, "JPEG"))

    assert {"EXIF:ThumbnailImage", "MakerNotes:EmbeddedVideoFile"} <= {tag for tag, _value in told}


def test_copies_for_pages_tell_nothing(tmp_path):
    results = published(outcome_of(noisy_jpeg(tmp_path), "faces"), tmp_path)

    assert telling_tags(*results) == [set(), set(), set()]


def test_a_clip_tells_nothing_that_its_original_told(tmp_path):
    original = telling_clip(tmp_path)
    (told,) = telling_tags(original)
    assert {"XMP:Creator", "QuickTime:Model", "QuickTime:Artist", "Composite:GPSPosition"} <= {
        tag for tag, _value in told
    }

    made(original, tmp_path)

    assert telling_tags(tmp_path / "result.mp4") == [set()]
