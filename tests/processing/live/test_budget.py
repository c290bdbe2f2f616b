"""How much time looks may take."""

import pytest

from processing.live.budget import Budget


@pytest.fixture
def budget(clock):
    return Budget(clock)


def look(budget, clock, cost_s):
    with budget.spending():
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

    with pytest.raises(RuntimeError), budget.spending():
        fail()

    assert budget.is_spent
