"""How much time looks may take."""

import pytest

from processing.live.budget import Budget
from tests.processing.live_frames import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def budget(clock):
    return Budget(10, clock)


def spend(budget, clock, cost_s, pixels=1e6):
    with budget.spending(pixels):
        clock.now += cost_s
    budget.earn(clock.now)


def test_what_a_look_cost_is_earned_in_twice_the_time(budget, clock):
    spend(budget, clock, 0.3)

    clock.now += 0.2
    budget.earn(clock.now)
    assert budget.is_spent
    clock.now += 0.11
    budget.earn(clock.now)
    assert not budget.is_spent


def test_no_more_than_a_fifth_of_a_second_is_saved(budget, clock):
    clock.now += 60
    budget.earn(clock.now)

    spend(budget, clock, 0.5)

    assert budget.is_spent


def test_a_look_that_fails_has_to_be_paid_for(budget, clock):
    def fail():
        clock.now += 0.3
        raise RuntimeError

    with pytest.raises(RuntimeError), budget.spending(1e6):
        fail()

    assert budget.is_spent


def test_what_was_never_measured_fits(budget):
    assert budget.long_side_px((720, 1280), (1280, 640)) == 1280


def test_no_look_is_larger_than_the_picture(budget):
    assert budget.long_side_px((480, 640), (1280, 960)) == 640


@pytest.mark.parametrize(("cost_s", "side_px"), [(0.1, 1000), (0.2, 500), (30, 250)])
def test_the_largest_look_that_takes_no_longer_than_a_frame_and_a_half(
    budget, clock, cost_s, side_px
):
    spend(budget, clock, cost_s, 1e6)

    assert budget.long_side_px((1000, 1000), (1000, 500, 250)) == side_px


def test_a_look_that_was_slow_once_is_forgotten(budget, clock):
    spend(budget, clock, 1.0)
    for _ in range(10):
        spend(budget, clock, 0.05)

    assert budget.long_side_px((1000, 1000), (1000, 500)) == 1000
