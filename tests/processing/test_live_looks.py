"""Which looks are made at a camera's frames."""

import math

import pytest

from processing.face import Face
from processing.live.looks import Looks
from processing.live.place import Place
from tests.processing.live_frames import Clock, Finder, noise

TILE = 416, 672


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def finder(clock):
    return Finder(clock)


@pytest.fixture
def looks(clock, finder):
    return Looks(clock, finder)


@pytest.fixture
def frame():
    return noise(720, 1280)


def look(looks, frame, covers=()):
    return looks.look(frame, covers, closely=False)


def changed(frame, *corners, side=32):
    """The frame with other squares in it, at these (top, left)."""
    frame = frame.copy()
    for top, left in corners:
        frame[top : top + side, left : left + side] ^= 128
    return frame


def pixels(looked):
    """What a look at a picture of this size, brought to a long side, comes to."""
    size, long_side_px = looked
    return math.prod(size) * (long_side_px / max(size)) ** 2


@pytest.mark.parametrize("apart_s", [0.6, 1.0, 30.0])
def test_a_frame_that_stands_alone_is_searched_as_well_as_can_be(
    looks, clock, finder, frame, apart_s
):
    look(looks, frame)
    clock.now += apart_s
    look(looks, frame)

    assert finder.looks == [((720, 1280), None)] * 2


def test_so_is_one_that_is_to_be_kept(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.1
    looks.look(frame, (), closely=True)

    assert finder.looks[1] == ((720, 1280), None)


def test_a_scene_that_stands_still_is_looked_at_bit_by_bit_and_never_behind(
    looks, clock, finder, frame
):
    for _ in clock.frames(28):
        look(looks, frame)
        assert looks.behind_s(clock.now) == 0

    parts = [size for size, _side in finder.looks[1:]]
    assert 17 <= len(parts) <= 19
    assert parts.count((720, 1280)) == 3  # the whole of it, made smaller
    assert parts.count(TILE) == len(parts) - parts.count((720, 1280))


def test_no_look_holds_frames_up(looks, clock, finder):
    for number in clock.frames(30):
        look(looks, noise(1080, 1920, seed=number % 3))

    assert max(pixels(looked) for looked in finder.looks[1:]) < 640 * 480 * 1.01


def test_what_changes_is_looked_at_as_large_as_it_came(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.01
    look(looks, changed(frame, (200, 400)))
    clock.now += 0.01
    look(looks, changed(frame, (200, 400)))

    assert finder.looks[1] == ((160, 160), 160)
    assert ((160, 160), 160) not in finder.looks[2:]


def test_changes_in_two_places_are_looked_at_one_by_one(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.01
    look(looks, changed(frame, (200, 64), (400, 1096)))

    assert finder.looks[1:3] == [((160, 160), 160)] * 2


def test_a_face_that_enters_at_the_edge_is_seen_in_its_first_frame(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.01
    finder.faces = [Face(40, 48, 32, 32, 0.9)]

    places = look(looks, changed(frame, (200, 1248)))[0].faces

    assert finder.looks[1] == ((160, 96), 160)
    at = (1280 - 96 + 40) / 1280
    assert (places[0].left, places[0].right) == pytest.approx((at, at + 32 / 1280))


def test_a_look_at_a_part_cuts_no_face_that_is_expected_there(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.01
    look(looks, changed(frame, (200, 400)), [Place(0.25, 0.2, 0.4, 0.7)])

    (height, width), _ = finder.looks[1]
    assert height >= 360
    assert width >= 192


def test_a_frame_that_has_changed_everywhere_is_looked_at_smaller_and_bit_by_bit(
    looks, clock, finder
):
    for number in clock.frames(8):
        look(looks, noise(720, 1280, seed=number))

    sizes = [size for size, _side in finder.looks[1:]]
    assert sizes.count((720, 1280)) >= 6
    assert sizes.count(TILE) >= 4


def test_looks_take_half_of_the_time_at_most(looks, clock, finder):
    look(looks, noise(720, 1280))
    finder.cost_s, began = 0.08, clock.now
    for number in clock.frames(100):
        look(looks, noise(720, 1280, seed=number))

    spent_s = 0.08 * (len(finder.looks) - 1)
    assert 0.4 <= spent_s / (clock.now - began) <= 0.55


@pytest.mark.parametrize("cost_s", [0.06, 0.08])
def test_where_time_is_short_changes_and_the_scan_take_turns(looks, clock, finder, cost_s):
    look(looks, noise(720, 1280))
    finder.cost_s = cost_s
    for number in clock.frames(60):
        look(looks, noise(720, 1280, seed=number))
        assert looks.behind_s(clock.now) <= 0.5

    sizes = [size for size, _side in finder.looks[1:]]
    assert sizes.count((720, 1280)) >= len(sizes) / 3
    assert sizes.count(TILE) >= len(sizes) / 5


def test_where_it_is_shorter_one_look_at_the_whole_does_for_both(looks, clock, finder):
    look(looks, noise(720, 1280))
    finder.cost_s = 0.2
    for number in clock.frames(40):
        look(looks, changed(noise(720, 1280), (200, 8 * number)))
        assert looks.behind_s(clock.now) <= 0.5

    sizes = [size for size, _side in finder.looks[1:]]
    assert sizes.count((720, 1280)) >= len(sizes) / 3


def test_at_a_slow_pace_there_is_time_for_both(looks, clock, finder, frame):
    finder.cost_s = 0.04
    for number in clock.frames(20, fps=3):
        look(looks, changed(frame, (200, 32 * number)))

    sizes = [size for size, _side in finder.looks[1:]]
    assert sum(size[0] <= 160 for size in sizes) == 19
    assert sizes.count(TILE) >= 12


def test_looks_that_are_left_away_fall_behind(looks, clock, finder):
    look(looks, noise(720, 1280))
    finder.cost_s = 1.0
    clock.now += 0.1
    began = clock.now
    look(looks, noise(720, 1280, seed=2))
    for number in clock.frames(5):
        look(looks, noise(720, 1280, seed=3 + number))

    assert len(finder.looks) == 2
    assert looks.behind_s(clock.now) == pytest.approx(clock.now - began)


def test_after_forgetting_nothing_counts_until_all_was_looked_at(looks, clock, finder, frame):
    look(looks, frame)
    looks.forget()
    assert looks.behind_s(clock.now) > 60

    clock.now += 0.1
    look(looks, frame)

    assert finder.looks[1][0] == (720, 1280)
    assert looks.behind_s(clock.now) == 0
