"""Finding faces: where they are, and not where there are none."""

import cv2
import numpy as np
import pytest

from processing import faces as module
from processing.face import Face
from processing.faces import _face, find
from processing.images import Image


def resized(image: Image, scale: float) -> Image:
    return np.asarray(
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )


def noise(shape: tuple[int, int, int]) -> Image:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


def overlap(face: Face, x: float, y: float, width: float, height: float) -> float:
    """Intersection over union of a face and a box."""
    across = min(face.x + face.width, x + width) - max(face.x, x)
    down = min(face.y + face.height, y + height) - max(face.y, y)
    shared = max(0.0, across) * max(0.0, down)
    return shared / (face.width * face.height + width * height - shared)


def test_a_face_is_found_where_it_is(astronaut: Image) -> None:
    (face,) = find(astronaut)

    assert overlap(face, 175, 51, 100, 132) > 0.8
    assert face.score > 0.8


@pytest.mark.parametrize("scale", [0.25, 0.5, 2.0, 4.0])
def test_a_face_is_found_at_any_size_of_the_picture(astronaut: Image, scale: float) -> None:
    face = find(resized(astronaut, scale))[0]

    assert overlap(face, *(side * scale for side in (175, 51, 100, 132))) > 0.7


def test_a_face_is_found_in_grey_and_in_a_mirror(astronaut: Image) -> None:
    grey = cv2.cvtColor(cv2.cvtColor(astronaut, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    mirrored = np.ascontiguousarray(astronaut[:, ::-1])

    (in_grey,), (in_mirror,) = find(np.asarray(grey, np.uint8)), find(mirrored)

    assert overlap(in_grey, 175, 51, 100, 132) > 0.7
    assert overlap(in_mirror, 512 - 275, 51, 100, 132) > 0.7


@pytest.mark.parametrize(("right", "below"), [(300, 0), (0, 300), (700, 150)])
def test_a_face_is_found_beside_empty_space(astronaut: Image, right: int, below: int) -> None:
    wide = np.pad(astronaut, ((0, below), (0, right), (0, 0)), constant_values=90)

    (face,) = find(wide)

    assert overlap(face, 175, 51, 100, 132) > 0.65


def test_each_of_several_faces_is_found(astronaut: Image) -> None:
    found = find(np.tile(astronaut[:300], (1, 3, 1)))

    assert sorted(round((face.x + face.width / 2 - 225) / 512) for face in found) == [0, 1, 2]


def test_the_surest_face_comes_first(astronaut: Image) -> None:
    blurred = np.asarray(cv2.GaussianBlur(astronaut, (0, 0), 6), np.uint8)

    scores = [face.score for face in find(np.hstack((blurred, astronaut)))]

    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("crop", [np.s_[60:], np.s_[:130], np.s_[:, 200:], np.s_[:, :240]])
def test_the_box_of_a_face_that_is_cut_off_lies_inside_the_picture(astronaut: Image, crop) -> None:
    image = np.ascontiguousarray(astronaut[crop])
    height, width = image.shape[:2]

    found = find(image)

    assert found
    for face in found:
        assert 0 <= face.x < face.x + face.width <= width
        assert 0 <= face.y < face.y + face.height <= height
        assert 0 < face.score <= 1


SIZES = [(1, 1, 3), (1, 500, 3), (500, 1, 3), (7, 5, 3), (20, 20, 3), (300, 400, 3), (900, 900, 3)]


@pytest.mark.parametrize("shape", SIZES, ids=str)
@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_flat_picture_has_no_face(shape: tuple[int, int, int], shade: int) -> None:
    assert find(np.full(shape, shade, np.uint8)) == []


@pytest.mark.parametrize("shape", SIZES, ids=str)
def test_noise_has_no_face(shape: tuple[int, int, int]) -> None:
    assert find(noise(shape)) == []


def test_a_gradient_has_no_face(photo: Image) -> None:
    assert find(photo) == []


def test_the_rest_of_the_portrait_has_no_face(astronaut: Image) -> None:
    assert find(np.ascontiguousarray(astronaut[250:])) == []


def test_looking_leaves_the_picture_alone(astronaut: Image) -> None:
    before = astronaut.copy()

    first, second = find(astronaut), find(astronaut)

    assert first == second
    assert (astronaut == before).all()


def test_tiny_faces_in_the_crowd_of_a_large_picture_are_found(astronaut: Image) -> None:
    crowd = np.tile(resized(astronaut[:300], 0.2), (6, 14, 1))

    assert crowd.shape == (360, 1428, 3)
    assert len(find(crowd)) >= 6 * 14


def test_the_box_of_a_small_face_is_grown_the_more_the_smaller_it_is() -> None:
    image = np.zeros((200, 200, 3), np.uint8)
    boxes = [
        _face(np.array((100, 100, side, side, 0.9), np.float32), image) for side in (8, 16, 24)
    ]

    assert [box.width for box in boxes] == [12, 18, 24]
    assert [box.x for box in boxes] == [98, 99, 100]


def test_a_doubtful_face_counts_in_company_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    doubtful, sure = (10, 10, 40, 40, 0.25), (90, 10, 40, 40, 0.8)
    image = np.zeros((200, 200, 3), np.uint8)
    found = []
    for seen in ([doubtful], [sure, doubtful]):
        detections = np.array(seen, np.float32)
        monkeypatch.setattr(module, "overview", lambda _image, seen=detections: (seen, 1.0))
        found.append([face.x for face in find(image)])

    assert found == [[], [90, 10]]
