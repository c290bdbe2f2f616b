"""Covers looked at closely: whether a face is still to be seen there."""

import cv2
import numpy as np
import pytest

from processing import closeups, faces
from processing.cover import Cover, covers
from processing.face import Face
from processing.images import Image
from processing.operations.hide import hide_faces
from processing.tiles import look_at

SURE = 0.5


def covers_of(image: Image, *boxes: Face) -> list[Cover]:
    return covers(boxes, shape="box", margin=0.25, size=(image.shape[0], image.shape[1]))


@pytest.mark.parametrize("scale", [0.25, 1, 8])
def test_a_face_that_is_not_covered_is_seen_at_any_size(astronaut: Image, scale: float) -> None:
    image = np.asarray(cv2.resize(astronaut, None, fx=scale, fy=scale), np.uint8)
    (face,) = faces.find(astronaut)
    x, y, width, height = (
        round(side * scale) for side in (face.x, face.y, face.width, face.height)
    )
    box = Face(x, y, width, height, 1.0)

    (score,) = closeups.scores(image, covers_of(image, box))

    assert score > SURE


def test_it_is_seen_in_a_picture_with_alpha(astronaut: Image) -> None:
    image = np.dstack((astronaut, np.full(astronaut.shape[:2], 255, np.uint8)))

    (score,) = closeups.scores(image, covers_of(image, *faces.find(astronaut)))

    assert score > SURE


def test_a_black_cover_hides_it(astronaut: Image) -> None:
    found = faces.find(astronaut)
    black = hide_faces(astronaut, faces=found, style="solid", margin=0.25, blocks=6)

    (score,) = closeups.scores(black, covers_of(black, *found))

    assert score < SURE


def test_a_face_that_is_shown_is_not_taken_for_the_cover_beside_it(astronaut: Image) -> None:
    (face,) = faces.find(astronaut)
    beside = Face(face.x + 2 * face.width, face.y, face.width, face.height, 1.0)

    (score,) = closeups.scores(astronaut, covers_of(astronaut, beside))

    assert score < SURE


def test_neighbours_are_seen_in_one_look(astronaut: Image, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    monkeypatch.setattr(closeups, "look_at", lambda *given: looks.append(1) or look_at(*given))
    (face,) = faces.find(astronaut)
    near = Face(face.x + face.width, face.y, face.width, face.height, 1.0)

    scores = closeups.scores(astronaut, covers_of(astronaut, face, near))

    assert max(scores) > SURE
    assert len(looks) == 1


def test_without_covers_nothing_is_looked_at(photo: Image) -> None:
    assert closeups.scores(photo, []) == []
