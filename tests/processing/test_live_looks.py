"""Which looks are made at a camera's frames."""

import pytest

from processing.face import Face
from processing.live.looks import Looks
from processing.live.place import Place
from tests.processing.live_frames import Clock, Finder, noise


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def finder(clock):
    return Finder(clock)


@pytest.fixture
def looks(clock, finder):
    return Looks(10, clock, finder)


@pytest.fixture
def frame():
    return noise(720, 1280)


def look(looks, frame, covers=()):
    return looks.look(frame, covers, closely=False)


def changed(frame, top, left, side=32):
    """The frame with another square in it."""
    frame = frame.copy()
    frame[top : top + side, left : left + side] ^= 128
    return frame


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


def test_a_scene_that_stands_still_is_looked_at_now_and_then_wide_and_narrow(
    looks, clock, finder, frame
):
    for _ in clock.frames(23):
        look(looks, frame)
        assert looks.behind_s(clock.now) == 0

    sides = [side for _size, side in finder.looks[1:]]
    assert sides == [1280, 640] * 3


def test_a_scene_that_moves_all_over_is_looked_at_wide_twice_a_second(looks, clock, finder):
    for number in clock.frames(16):
        look(looks, noise(720, 1280, seed=number))

    assert [side for _size, side in finder.looks].count(1280) == 3


def test_a_small_frame_is_looked_at_once_since_wide_is_no_wider(looks, clock, finder):
    for _ in clock.frames(15):
        look(looks, noise(480, 640))

    assert finder.looks[1:] == [((480, 640), 640)] * 2


def test_what_changes_is_looked_at_as_large_as_it_came(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.1
    look(looks, changed(frame, 200, 400))
    clock.now += 0.1
    look(looks, changed(frame, 200, 400))

    assert finder.looks[1:] == [((160, 160), 160)]


def test_a_face_that_enters_at_the_edge_is_seen_in_its_first_frame(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.1
    finder.faces = [Face(40, 48, 32, 32, 0.9)]

    [places] = look(looks, changed(frame, 200, 1248))

    assert finder.looks[1] == ((160, 96), 160)
    at = (1280 - 96 + 40) / 1280
    assert (places[0].left, places[0].right) == pytest.approx((at, at + 32 / 1280))


def test_a_look_at_a_part_cuts_no_face_that_is_expected_there(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.1
    look(looks, changed(frame, 200, 400), [Place(0.25, 0.2, 0.4, 0.7)])

    (height, width), _ = finder.looks[1]
    assert height >= 360
    assert width >= 192


def test_a_frame_that_has_changed_everywhere_is_looked_at_smaller(looks, clock, finder, frame):
    look(looks, frame)
    clock.now += 0.1
    look(looks, noise(720, 1280, seed=2))

    (size, long_side_px) = finder.looks[1]
    assert size == (720, 1280)
    assert 640 <= long_side_px < 800


def test_a_larger_frame_is_looked_at_1280_px_wide(looks, clock, finder):
    frame = noise(1080, 1920)
    for _ in clock.frames(8):
        look(looks, frame)

    assert finder.looks[1] == ((1080, 1920), 1280)


def test_looks_take_half_of_the_time_at_most(looks, clock, finder):
    look(looks, noise(720, 1280))
    finder.cost_s, began = 0.08, clock.now
    for number in clock.frames(100):
        look(looks, noise(720, 1280, seed=number))

    spent_s = 0.08 * (len(finder.looks) - 1)
    assert 0.4 <= spent_s / (clock.now - began) <= 0.52


@pytest.mark.parametrize(("s_per_megapixel", "side_px"), [(0.1, 1280), (0.2, 960), (0.4, 640)])
def test_whole_looks_are_small_enough_not_to_hold_frames_up(
    looks, clock, finder, s_per_megapixel, side_px
):
    """At ten frames a second none takes longer than 0.15 s, but for the smallest there is."""
    finder.s_per_megapixel = s_per_megapixel
    for number in clock.frames(40):
        look(looks, noise(720, 1280, seed=number))

    assert side_px in {side for _size, side in finder.looks[5:]}
    assert all(side <= max(side_px, 740) for _size, side in finder.looks[5:])


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


def test_what_was_forgotten_is_looked_at_again(looks, clock, finder, frame):
    look(looks, frame)
    looks.forget()
    clock.now += 0.1
    look(looks, frame)

    assert finder.looks[1] == ((720, 1280), 1280)
