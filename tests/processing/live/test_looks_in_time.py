"""Which looks are made where time is short, and how far they fall behind."""

import statistics

import pytest

from tests.processing.live.frames import TILE, changed, look, noise, pixels


def test_looks_take_half_of_the_time_at_most(looks, clock, finder):
    look(looks, noise(720, 1280))
    finder.cost_s, began = 0.08, clock.now
    for number in clock.frames(100):
        look(looks, noise(720, 1280, seed=number))

    spent_s = 0.08 * (len(finder.looks) - 1)
    assert 0.4 <= spent_s / (clock.now - began) <= 0.55


@pytest.mark.parametrize("s_per_megapixel", [0.2, 0.4, 0.6])
def test_where_time_is_short_what_changed_is_looked_at_smaller_and_not_left_away(
    looks, clock, finder, s_per_megapixel
):
    look(looks, noise(720, 1280))
    finder.s_per_megapixel = s_per_megapixel
    unseen = 0
    for number in clock.frames(60):
        look(looks, noise(720, 1280, seed=number))
        unseen += not looks.details.all()

    assert unseen <= 60 * 0.35  # it is left away where the scan could wait no longer
    wholes = [pixels(looked) for looked in finder.looks[10:] if looked[0] == (720, 1280)]
    assert len(wholes) >= 30
    assert statistics.median(wholes) <= 0.05 / s_per_megapixel * 1e6 * 1.2


@pytest.mark.parametrize("s_per_megapixel", [0.1, 0.2, 0.4])
def test_however_much_changes_all_is_scanned_in_the_end(looks, clock, finder, s_per_megapixel):
    look(looks, noise(720, 1280))
    finder.s_per_megapixel, began = s_per_megapixel, clock.now
    for number in clock.frames(100):
        look(looks, noise(720, 1280, seed=number))

    tiles = [size for size, _side in finder.looks].count(TILE)
    assert tiles >= 4 * (clock.now - began) / 8


def test_at_a_slow_pace_there_is_time_for_both(looks, clock, finder, frame):
    finder.s_per_megapixel = 0.15
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
