"""A closer look at tiny faces: more of them are found, and what is not confirmed goes."""

import cv2
import numpy as np
import pytest

from processing import crowd
from processing.centerface import look
from processing.crowd import looked_at_closely
from processing.detections import Detections
from processing.images import Image
from processing.tiles import Region

NOTHING = np.zeros((0, 5), np.float32)


@pytest.fixture
def tiny_faces(astronaut: Image) -> Image:
    """Ten by four faces of some 12 px, 28 px apart, on the left of a grey picture."""
    small = cv2.resize(astronaut[:240, 105:345], (28, 28), interpolation=cv2.INTER_AREA)
    image = np.full((400, 600, 3), 90, np.uint8)
    image[100:212, 40:320] = np.tile(np.asarray(small, np.uint8), (4, 10, 1))
    return image


def count(seen: Detections) -> int:
    return int((seen[:, 4] >= 0.4).sum())


def test_tiny_faces_are_found_by_a_closer_look(tiny_faces: Image) -> None:
    first = look(tiny_faces, 1)

    seen = looked_at_closely(tiny_faces, first, 1)

    assert count(first) < 30
    assert 38 <= count(seen) <= 42


def test_a_large_face_takes_no_closer_look(astronaut: Image) -> None:
    first = look(astronaut, 1)

    assert looked_at_closely(astronaut, first, 1) is first


def test_a_picture_in_which_nothing_was_seen_takes_none(tiny_faces: Image) -> None:
    unsure = np.array([(50, 50, 10, 10, 0.29)], np.float32)

    assert looked_at_closely(tiny_faces, NOTHING, 1) is NOTHING
    assert looked_at_closely(tiny_faces, unsure, 1) is unsure


def test_what_the_closer_look_does_not_confirm_goes_unless_it_was_sure_large_or_elsewhere(
    tiny_faces: Image,
) -> None:
    plain = (340, 150, 12, 12, 0.45)
    sure, large = (360, 180, 12, 12, 0.7), (330, 195, 40, 40, 0.4)
    elsewhere = (560, 20, 30, 30, 0.3)
    first = np.array([(40, 100, 12, 12, 0.6), plain, sure, large, elsewhere], np.float32)

    seen = looked_at_closely(tiny_faces, first, 1)

    left = {tuple(np.round(row, 2)) for row in seen.tolist()}
    assert {row for row in (plain, sure, large, elsewhere) if row in left} == {
        sure,
        large,
        elsewhere,
    }


def test_a_closer_look_is_bounded_however_large_the_crowd_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[float] = []

    def noted(_image: Image, region: Region, scale: float) -> Detections:
        taken.append(region.area * scale**2)
        return NOTHING

    monkeypatch.setattr(crowd, "look_at", noted)
    everywhere = np.array([(0, 0, 60, 60, 0.6), (5900, 3900, 60, 60, 0.6)], np.float32)

    looked_at_closely(np.zeros((4000, 6000, 3), np.uint8), everywhere, 1 / 6)

    assert taken == pytest.approx([6_000_000])
