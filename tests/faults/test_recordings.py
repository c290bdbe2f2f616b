"""A pushed frame that was acknowledged becomes a recording, a time-lapse is made, whatever dies."""

import pytest


@pytest.fixture(scope="module")
def token(shared_stack):
    return shared_stack.add_push_camera("gate")


def test_frames_whose_messages_are_lost_become_recordings(stack, token, jpeg):
    stack.kill("worker")
    for _ in range(20):
        stack.push("gate", token, jpeg)
    stack.lose_messages()

    stack.start("worker")

    stack.settle(60)


def test_frames_whose_worker_is_killed_become_recordings_once(stack, token, jpeg):
    for _ in range(10):
        stack.push("gate", token, jpeg)

    stack.restart_worker()

    stack.settle(60)


def test_a_time_lapse_whose_worker_is_killed_is_made_within_a_minute(stack, token, jpeg):
    stack.push("gate", token, jpeg)
    stack.settle()
    stack.ask_for_time_lapse("gate")
    stack.process_of("recordings_timelapse")

    stack.restart_worker()

    stack.settle(60)
    assert stack.rows("select state, attempts from recordings_timelapse") == [("done", 2)]
