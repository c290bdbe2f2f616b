"""The pauses between attempts to open a source."""

from cameras.capture.reconnect_back_off import ReconnectBackOff


def test_a_dead_source_is_tried_after_1_s_then_ever_later_up_to_a_minute():
    back_off = ReconnectBackOff()

    assert [back_off.next_s() for _try in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    back_off.reset()
    assert back_off.next_s() == 1
