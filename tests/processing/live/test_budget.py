"""How much time looks may take."""

import pytest

from processing.live.budget import Budget


@pytest.fixture
def budget(clock):
    return Budget(clock)


def look(budget, clock, cost_s, pixels=1000):
    with budget.spending(pixels):
        clock.now += cost_s
    budget.earn(clock.now)


def test_a_look_is_paid_for_in_twice_its_time(budget, clock):
    look(budget, clock, 0.3)

    clock.now += 0.29
    budget.earn(clock.now)
    assert budget.is_spent
    clock.now += 0.02
    budget.earn(clock.now)
    assert not budget.is_spent


def test_a_tenth_of_a_second_is_saved_at_most(budget, clock):
    clock.now += 60
    budget.earn(clock.now)

    look(budget, clock, 0.19)
    assert not budget.is_spent
    look(budget, clock, 0.03)
    assert budget.is_spent


def test_a_look_that_fails_has_to_be_paid_for(budget, clock):
    def fail():
        clock.now += 0.3
        raise RuntimeError

    with pytest.raises(RuntimeError), budget.spending(1000):
        fail()

    assert budget.is_spent


@pytest.mark.parametrize("fps", [5, 10, 25])
def test_what_can_be_afforded_at_each_frame_leaves_no_debt_when_the_next_one_comes(
    budget, clock, fps
):
    for _ in clock.frames(60, fps):
        budget.earn(clock.now)
        assert not budget.is_spent
        pixels = max(1, budget.affordable_px)
        with budget.spending(pixels):
            clock.now += pixels * 1e-7

    assert pixels == pytest.approx(0.5 / fps / 1e-7)


def test_where_looks_are_slow_less_is_affordable(budget, clock):
    for _ in clock.frames(20):
        budget.earn(clock.now)
        look(budget, clock, 0.02, pixels=40_000)
    clock.now += 0.1
    budget.earn(clock.now)

    assert budget.affordable_px == pytest.approx(0.8 * (0.1 + 0.05) / 0.02 * 40_000, rel=0.1)
