"""A look at a part of a picture: the same faces, in one tile or in several."""

import cv2
import numpy as np
import pytest

from processing import tiles
from processing.detections import Detections, overlaps
from processing.images import Image
from processing.tiles import Region, look_at, max_look_px, whole


@pytest.fixture
def crowd(astronaut: Image) -> Image:
    """Seven by three faces of some 30 px, 60 px apart."""
    small = cv2.resize(astronaut[:240, 105:345], (70, 70), interpolation=cv2.INTER_AREA)
    return np.tile(np.asarray(small, np.uint8), (3, 7, 1))


def likely(seen: Detections) -> Detections:
    return seen[seen[:, 4] >= 0.3]


def middles(seen: Detections) -> set[tuple[int, int]]:
    """The place in the crowd (column, row) that each box has its middle in."""
    return {(int((x + w / 2) // 70), int((y + h / 2) // 70)) for x, y, w, h, _score in seen}


def test_the_boxes_are_in_pixels_of_the_picture(crowd: Image) -> None:
    seen = likely(look_at(crowd, Region((140, 70), (280, 140)), 1))

    assert middles(seen) == {(2, 1), (3, 1)}
    assert len(seen) == 2


@pytest.mark.parametrize("is_upright", [False, True])
@pytest.mark.parametrize("tile_px", [8_000, 20_000, 60_000])
def test_each_face_is_found_once_in_however_many_tiles(
    crowd: Image, tile_px: int, is_upright: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = np.ascontiguousarray(crowd.reshape(3, 70, 7, 70, 3).transpose(2, 1, 0, 3, 4))
    picture = image.reshape(490, 210, 3) if is_upright else crowd
    in_one = likely(look_at(picture, whole(picture), 1))
    monkeypatch.setattr(tiles, "max_look_px", lambda _image: tile_px)

    in_tiles = likely(look_at(picture, whole(picture), 1))

    assert len(in_one) == len(in_tiles) == 21
    assert (overlaps(in_one, in_tiles).max(axis=1) > 0.7).all()


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """Height and width of each look from now on, as the network sees them."""
    taken: list[tuple[int, ...]] = []
    real = tiles.look

    def look(image: Image, scale: float) -> Detections:
        taken.append(tuple(round(side * scale) for side in image.shape[:2]))
        return real(image, scale)

    monkeypatch.setattr(tiles, "look", look)
    return taken


def test_all_looks_are_of_one_size_that_the_network_sees_unbent(
    crowd: Image, sizes: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "max_look_px", lambda _image: 320 * 320)

    look_at(crowd, whole(crowd), 2)

    assert sizes == [(288, 352)] * 8


def test_no_look_is_larger_than_the_limit_unless_tiles_would_be_all_overlap(
    crowd: Image, sizes: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "max_look_px", lambda _image: 1)

    look_at(crowd, whole(crowd), 2)

    assert min(map(min, sizes)) >= 2 * 64
    assert len(sizes) > 8


def test_the_larger_a_picture_is_the_less_of_it_is_seen_at_once() -> None:
    small, large = np.zeros((10, 10, 3), np.uint8), np.zeros((4000, 10_000, 3), np.uint8)

    for image in (small, large):
        assert image.nbytes + 190 * max_look_px(image) == pytest.approx(200_000_000)
    assert max_look_px(large) > 640 * 640


def test_a_region_holds_what_has_its_middle_in_it() -> None:
    boxes = np.array([(0, 0, 10, 10, 1), (8, 0, 10, 10, 1), (0, 30, 10, 10, 1)], np.float32)

    assert Region((0, 0), (12, 20)).holds(boxes).tolist() == [True, False, False]
