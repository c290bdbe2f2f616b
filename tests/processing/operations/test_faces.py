"""Faces found in a picture are hidden, so that nothing is left to recognise."""

import numpy as np
import pytest

from processing import faces
from processing.face import Face
from processing.images import Image
from processing.operations import OPERATIONS
from tests.processing.operations.blocks import FACES


@pytest.mark.parametrize("style", ["mosaic", "blur", "solid"])
@pytest.mark.parametrize("blocks", [3, 6, 12])
def test_no_face_is_found_where_one_was_covered(astronaut: Image, style: str, blocks: int) -> None:
    hidden = FACES.apply(astronaut, style=style, blocks=blocks)

    assert faces.find(astronaut)
    assert not faces.find(hidden)


@pytest.mark.parametrize("style", ["mosaic", "solid"])
def test_a_covered_face_stays_hidden_at_any_size(astronaut: Image, style: str) -> None:
    hidden = FACES.apply(astronaut, style=style)

    for max_side in (64, 128, 256):
        assert not faces.find(OPERATIONS["resize"].apply(hidden, max_side=max_side))


def test_the_face_of_a_picture_with_alpha_is_covered_too(astronaut: Image) -> None:
    opaque = np.dstack((astronaut, np.full(astronaut.shape[:2], 255, np.uint8)))

    hidden, found = FACES.run(opaque, {"style": "solid"})  # a mosaic may need noise, drawn anew

    assert len(found) == 1
    assert (hidden[:, :, :3] == FACES.apply(astronaut, style="solid")).all()


@pytest.mark.parametrize("style", ["mosaic", "solid"])
def test_nothing_changes_outside_the_grown_box(astronaut: Image, style: str) -> None:
    (face,) = faces.find(astronaut)
    hidden = FACES.apply(astronaut, style=style, margin=0.25)

    changed_rows, changed_columns = (hidden != astronaut).any(axis=2).nonzero()

    assert changed_columns.min() >= np.floor(face.x - face.width * 0.125)
    assert changed_columns.max() < np.ceil(face.x + face.width * 1.125)
    assert changed_rows.min() >= np.floor(face.y - face.height * 0.125)
    assert changed_rows.max() < np.ceil(face.y + face.height * 1.125)


def test_without_faces_the_picture_stays(photo: Image) -> None:
    assert (FACES.apply(photo) == photo).all()


def test_a_face_that_is_not_sure_enough_is_neither_hidden_nor_reported(astronaut: Image) -> None:
    hidden, found = FACES.run(astronaut, {"min_score": 0.99})

    assert found == []
    assert (hidden == astronaut).all()


def test_faces_that_are_given_are_hidden_and_no_others(astronaut: Image) -> None:
    elsewhere = Face(300, 400, 50, 50, 1.0)

    hidden, reported = FACES.run(astronaut, {"style": "solid", "margin": 0.0}, [elsewhere])

    assert reported == [elsewhere]
    assert not hidden[400:450, 300:350].any()
    assert (hidden[:400] == astronaut[:400]).all()


@pytest.mark.parametrize("style", ["mosaic", "blur", "solid"])
@pytest.mark.parametrize("shape", ["box", "ellipse"])
def test_transparency_stays_as_it_was_but_for_the_covers(
    astronaut: Image, style: str, shape: str
) -> None:
    """Under a cover alpha is covered too: it could show the outline of a face."""
    alpha = np.random.default_rng(1).integers(0, 256, (512, 512), np.uint8)
    face = Face(100, 100, 80, 80, 1.0)
    image = np.dstack((astronaut, alpha))

    hidden, _ = FACES.run(image, {"style": style, "shape": shape, "margin": 0.0}, [face])

    changed = (hidden != image).any(axis=2)
    assert not np.delete(changed, slice(100, 180), axis=0).any()
    assert not np.delete(changed, slice(100, 180), axis=1).any()
    assert len(np.unique(hidden[130:150, 130:150, 3])) < 60
