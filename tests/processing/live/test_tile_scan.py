"""All of a camera's picture is looked at, part by part."""

import pytest

from processing.live.place import WHOLE
from processing.live.tile_scan import TileScan


def tiles(size):
    """All parts of a picture of (height, width) px but the last, which is the whole."""
    scan, parts = TileScan(), []
    while WHOLE not in parts:
        parts.append(scan.step(size, 0.0))
    return parts[:-1]


@pytest.mark.parametrize(
    ("size", "count"), [((720, 1280), 4), ((1280, 720), 8), ((960, 1280), 6), ((400, 1280), 4)]
)
def test_every_place_lies_in_a_tile(size, count):
    parts = tiles(size)

    assert len(parts) == count
    for y in (0.0, 0.2, 0.45, 0.5, 0.7, 1.0):
        for x in (0.0, 0.3, 0.49, 0.5, 0.9, 1.0):
            assert any(p.left <= x <= p.right and p.top <= y <= p.bottom for p in parts)


def test_a_face_of_64_px_is_cut_by_not_every_tile():
    parts = tiles((720, 1280))

    for left in range(0, 1280 - 64, 16):
        for top in range(0, 720 - 64, 16):
            assert any(
                part.left * 1280 <= left
                and part.right * 1280 >= left + 64
                and part.top * 720 <= top
                and part.bottom * 720 >= top + 64
                for part in parts
            )


def test_a_small_frame_has_no_tiles():
    assert tiles((480, 640)) == []


@pytest.mark.parametrize("fps", [10, 15, 25])
def test_it_takes_three_quarters_of_a_second_whatever_the_pace(fps):
    scan, wholes = TileScan(), 0
    for number in range(15 * fps):
        if scan.is_due(number / fps):
            wholes += scan.step((720, 1280), number / fps) == WHOLE

    assert wholes in (19, 20, 21)


def test_what_was_missed_is_not_made_up_for():
    scan = TileScan()
    scan.step((720, 1280), 0.0)

    assert scan.is_due(60.0)
    scan.step((720, 1280), 60.0)
    assert not scan.is_due(60.0)


def test_after_a_close_look_it_begins_anew():
    scan = TileScan()
    first = scan.step((720, 1280), 0.0)
    scan.step((720, 1280), 0.2)

    scan.restart(0.3)

    assert not scan.is_due(0.3)
    assert scan.step((720, 1280), 0.4) == first
