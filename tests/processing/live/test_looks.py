"""Which looks are made at a camera's frames."""

import pytest

from processing.face import Face
from processing.live.looks import fine_px
from processing.live.place import Place
from tests.processing.live.frames import TILE, changed, look, noise, pixels


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

    assert max(pixels(looked) for looked in finder.looks[1:]) < 544 * 416 * 1.01


def test_a_frame_of_640_by_480_that_changes_is_seen_finely_in_one_look(looks, clock, finder):
    for number in clock.frames(3):
        frame = noise(480, 640, seed=number)
        look(looks, frame)

    assert finder.looks[1:] == [((480, 640), 549)] * 3
    assert looks.details.min() >= fine_px(frame)


@pytest.mark.parametrize("size", [(600, 800), (720, 1280), (1024, 1280), (1280, 720), (1280, 1280)])
def test_what_a_look_saw_coarsely_is_seen_finely_once_it_stands_still(looks, clock, finder, size):
    height, width = size
    for number in clock.frames(25):
        frame = noise(height, width, seed=min(number, 3))
        look(looks, frame)

    assert looks.details.min() >= fine_px(frame)


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


def test_after_forgetting_nothing_counts_until_all_was_looked_at(looks, clock, finder, frame):
    look(looks, frame)
    looks.forget()
    assert looks.behind_s(clock.now) > 60

    clock.now += 0.1
    look(looks, frame)

    assert finder.looks[1][0] == (720, 1280)
    assert looks.behind_s(clock.now) == 0
