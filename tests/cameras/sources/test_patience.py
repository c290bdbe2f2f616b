"""A camera's own pace decides how long it is waited for."""

import pytest

from cameras.sources import patience
from cameras.sources.patience import Patience


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets: seconds."""
    now = [100.0]
    monkeypatch.setattr(patience.time, "monotonic", lambda: now[0])

    def waits(seconds):
        now[0] += seconds

    return waits


def test_a_quick_camera_is_waited_for_3_s(clock):
    camera = Patience()
    for _frame in range(5):
        clock(0.1)
        camera.came()

    clock(2.9)
    assert not camera.is_over()
    clock(0.2)
    assert camera.is_over()


def test_a_slow_one_is_waited_for_three_of_its_intervals(clock):
    camera = Patience()
    for _frame in range(3):
        clock(20)
        camera.came()

    clock(59)
    assert not camera.is_over()
    clock(2)
    assert camera.is_over()


def test_a_slow_moment_is_forgotten(clock):
    camera = Patience()
    for interval_s in (0.1, 5, *[0.1] * 10):
        clock(interval_s)
        camera.came()

    clock(3.1)
    assert camera.is_over()


def test_one_that_was_not_seen_yet_is_waited_for_less_than_10_s_and_garbage_3_s(clock):
    camera = Patience()
    clock(3.1)

    assert not camera.is_over()
    assert camera.is_over(is_garbage=True)
    clock(6)
    assert camera.is_over()


def test_one_that_is_asked_seldom_is_given_the_time(clock):
    camera = Patience(period_s=10)

    clock(29)
    assert not camera.is_over()
    clock(2)
    assert camera.is_over()
