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
def sides(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The longer side (px) at which the picture is looked at as a whole from now on."""
    taken: list[float] = []

    def noted(image: Image, scale: float) -> Detections:
        taken.append(max(image.shape) * scale)
        return look(image, scale)

    monkeypatch.setattr(module, "look", noted)
    return taken


def test_a_sure_face_takes_one_look(astronaut: Image, sides: list[float]) -> None:
    seen, scale = overview(astronaut)

    assert sides == [scale * 512] == [640]
    assert scores_among(seen, FACE)[0] > 0.9


@pytest.mark.parametrize(
    ("side", "seen_px"), [(100, 200), (400, 640), (2000, 640), (4000, 1000), (9000, 1280)]
)
def test_a_quarter_of_a_large_picture_is_seen(side: int, seen_px: int, sides: list[float]) -> None:
    overview(np.zeros((100, side, 3), np.uint8))

    assert sides[0] == pytest.approx(seen_px, rel=0.001)


def test_a_picture_that_takes_much_memory_is_seen_small_in_one_and_larger_in_tiles(
    sides: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_tiles: list[float] = []

    def noted(_image: Image, _region: Region, scale: float) -> Detections:
        in_tiles.append(scale)
        return np.zeros((0, 5), np.float32)

    monkeypatch.setattr(module, "look_at", noted)

    overview(np.zeros((6300, 6300, 3), np.uint8))

    assert in_tiles == [1280 / 6300]
    assert 640 < sides[0] < 660


def test_where_nothing_is_sure_it_is_seen_at_half_the_size_too(sides: list[float]) -> None:
    overview(np.zeros((300, 400, 3), np.uint8))

    assert sides == [640, 320]


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


@pytest.mark.parametrize("score", [0.3, 0.6])
def test_all_is_seen_larger_only_where_a_face_is_near_what_may_be_one(
    score: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions: list[Region] = []

    def noted(_image: Image, region: Region, _scale: float) -> Detections:
        regions.append(region)
        return np.array([(1000, 900, 40, 40, score)], np.float32)

    def hint(image: Image, _scale: float) -> Detections:
        left, top, side = np.array([1000, 900, 40]) * image.shape[1] / 2400
        return np.array([(left, top, side, side, 0.2)], np.float32)

    monkeypatch.setattr(module, "look", hint)
    monkeypatch.setattr(module, "look_at", noted)

    overview(np.zeros((1800, 2400, 3), np.uint8))

    assert regions[0] == Region((760, 660), (1280, 1180))
    assert regions[1:] == ([Region((0, 0), (2400, 1800))] if score > 0.5 else [])


@pytest.mark.parametrize("shape", [(3, 12_000), (12_000, 1), (4500, 5000)])
def test_where_a_face_is_does_not_depend_on_how_the_picture_was_made_smaller(
    shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def corner(image: Image, _scale: float) -> Detections:
        height, width = image.shape[:2]
        return np.array([(0, 0, width, height, 0.9)], np.float32)

    monkeypatch.setattr(module, "look", corner)

    seen, _scale = overview(np.zeros((*shape, 3), np.uint8))

    assert seen[0, 2:4] == pytest.approx(shape[::-1], rel=0.001)
