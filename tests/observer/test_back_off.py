"""A site that is away is left alone ever longer, up to a minute."""

from observer.back_off import BackOff


def test_pauses_double_up_to_a_minute_and_are_uneven():
    back_off = BackOff()
    pauses = [back_off.next_s() for _ in range(9)]

    for pause_s, middle_s in zip(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60], strict=True):
        assert max(1, middle_s * 0.75) <= pause_s <= min(60, middle_s * 1.25)
    assert len({round(pause_s, 6) % 1 for pause_s in pauses[1:6]}) > 1


def test_after_a_success_it_begins_anew():
    back_off = BackOff()
    for _ in range(5):
        back_off.next_s()

    back_off.reset()

    assert back_off.next_s() <= 1.25
