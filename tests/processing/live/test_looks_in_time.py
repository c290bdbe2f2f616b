"""Which looks are made where time is short, and how far they fall behind."""

import pytest

from tests.processing.live.frames import TILE, changed, look, noise


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
