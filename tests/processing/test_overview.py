"""The picture as a whole, and the looks that an overview's doubts ask for."""

import cv2
import numpy as np
import pytest

from processing import overview as module
from processing.centerface import look
from processing.detections import Detections, scores_among
from processing.images import Image
from processing.overview import overview
from processing.tiles import Region

FACE = np.array([(175, 51, 100, 132, 1)], np.float32)


@pytest.fixture
def scales(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The scales at which the picture is looked at as a whole from now on."""
    taken: list[float] = []

    def noted(image: Image, scale: float) -> Detections:
        taken.append(scale)
        return look(image, scale)

    monkeypatch.setattr(module, "look", noted)
    return taken


def test_a_sure_face_takes_one_look(astronaut: Image, scales: list[float]) -> None:
    seen, scale = overview(astronaut)

    assert scales == [scale] == [640 / 512]
    assert scores_among(seen, FACE)[0] > 0.9


@pytest.mark.parametrize(
    ("side", "seen_px"), [(100, 200), (400, 640), (2000, 640), (4000, 1000), (9000, 1280)]
)
def test_a_quarter_of_a_large_picture_is_seen(side: int, seen_px: int, scales: list[float]) -> None:
    overview(np.zeros((100, side, 3), np.uint8))

    assert scales[0] * side == pytest.approx(seen_px)


def test_a_picture_that_takes_much_memory_is_seen_small_in_one_and_larger_in_tiles(
    scales: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_tiles: list[float] = []

    def noted(_image: Image, _region: Region, scale: float) -> Detections:
        in_tiles.append(scale)
        return np.zeros((0, 5), np.float32)

    monkeypatch.setattr(module, "look_at", noted)

    overview(np.zeros((6300, 6300, 3), np.uint8))

    assert in_tiles == [1280 / 6300]
    assert 640 < scales[0] * 6300 < 660


def test_where_nothing_is_sure_it_is_seen_at_half_the_size_too(scales: list[float]) -> None:
    overview(np.zeros((300, 400, 3), np.uint8))

    assert scales == [1.6, 0.8]


def test_a_face_too_large_for_the_first_look_is_found_in_the_second(astronaut: Image) -> None:
    face = np.ascontiguousarray(astronaut[40:200, 165:285])
    large = np.asarray(cv2.resize(face, (1200, 1600)), np.uint8)

    seen, _scale = overview(large)

    assert seen[0, 4] > 0.4
    assert seen[0, 2] > 600


def test_a_far_face_in_a_large_picture_is_found_by_a_larger_look(astronaut: Image) -> None:
    small = np.asarray(cv2.resize(astronaut, (128, 128), interpolation=cv2.INTER_AREA), np.uint8)
    wide = np.full((1800, 2400, 3), 90, np.uint8)
    wide[900:1028, 1200:1328] = small
    place = FACE * np.float32(0.25) + np.array([(1200, 900, 0, 0, 0)], np.float32)

    seen, scale = overview(wide)

    assert scores_among(look(wide, scale), place)[0] < scores_among(seen, place)[0]
    assert scores_among(seen, place)[0] > 0.5
