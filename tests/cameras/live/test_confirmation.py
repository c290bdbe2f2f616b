"""After Redis was away, frames are shown only once the row was read again."""

import time

import pytest

from cameras.live import confirmation as confirming
from cameras.live.confirmation import Confirmation
from cameras.live.desired import Desired


@pytest.fixture
def confirmation():
    return Confirmation(version=2)


def lost_and_back(confirmation, now_us=1_000):
    confirmation.lose()
    confirmation.update(None, now_us)
    return confirmation


def test_who_is_admitted_sees_frames_until_redis_is_away(confirmation):
    assert confirmation.is_given

    confirmation.lose()

    assert not confirmation.is_given


def test_a_row_read_after_redis_was_back_confirms(confirmation):
    lost_and_back(confirmation, 1_000).update(Desired(2, True, read_at_us=1_001), 2_000)

    assert confirmation.is_given


@pytest.mark.parametrize(
    "desired",
    [
        None,
        Desired(2, True, read_at_us=999),  # from before, or while it was away
        Desired(2, True, read_at_us=0),
        Desired(3, True, read_at_us=1_001),
        Desired(2, False, read_at_us=1_001),
    ],
)
def test_nothing_else_that_is_mirrored_confirms(confirmation, desired):
    lost_and_back(confirmation, 1_000).update(desired, 2_000)

    assert not confirmation.is_given


def test_a_viewer_admitted_afterwards_confirms(confirmation):
    before = time.monotonic()
    lost_and_back(confirmation).admit(asked_at=before)
    assert not confirmation.is_given

    confirmation.admit(asked_at=time.monotonic())

    assert confirmation.is_given


def test_a_viewer_admitted_while_redis_is_away_confirms_nothing(confirmation):
    confirmation.lose()

    confirmation.admit(asked_at=time.monotonic())

    assert not confirmation.is_given


def test_it_is_overdue_when_nobody_has_read_the_row_for_long(confirmation, monkeypatch):
    monkeypatch.setattr(confirming, "_UNCONFIRMED_FOR_S", 0.0)
    assert not confirmation.is_overdue()

    lost_and_back(confirmation)

    assert confirmation.is_overdue()
