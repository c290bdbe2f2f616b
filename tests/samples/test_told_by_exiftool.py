"""exiftool finds nothing telling in what is published of the real files that SAMPLES names."""

import os
from pathlib import Path

import pytest

from processing.face import Face
from processing.limits import Limits
from processing.pipeline import process
from processing.recipe import Recipe
from processing.refusal import Refused
from tests.processing.exiftool import telling_tags

FACE = Face(20, 10, 40, 40, 0.9)

pytestmark = [
    pytest.mark.skipif(
        "SAMPLES" not in os.environ,
        reason="SAMPLES is not set: it names a folder with real pictures",
    ),
    pytest.mark.filterwarnings("ignore::UserWarning:PIL"),
]


def published(path: Path, folder: Path) -> Path | None:
    """The result of covering a known face, for which JPEGs are not encoded anew as a whole."""
    try:
        file = process(path.read_bytes(), Recipe.parse([{"op": "faces"}]), Limits(), [FACE]).file
    except Refused:
        return None
    result = folder / f"{path.name}{file.suffix}"
    result.write_bytes(file.content)
    return result


def test_nothing_telling_is_left_in_any_result(tmp_path):
    originals = sorted(Path(os.environ["SAMPLES"]).glob("files/*/*"))

    results = [result for path in originals if (result := published(path, tmp_path))]

    assert results
    found = zip(results, telling_tags(*results), strict=True)
    assert {result.name: tags for result, tags in found if tags} == {}
