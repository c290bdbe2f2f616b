"""A picture that was queued is recorded once, whatever is killed on the way."""

import os
import signal
import time

from tests.journey.uploads import pool_children
from tests.recordings.on_site import (
    add_camera,
    enqueue,
    recordings_of,
    wait_for_recordings,
)

NOON = 1_795_176_000.0


def test_pictures_whose_worker_children_are_killed_are_kept_all_the_same(site, face_jpeg):
    """The children are stopped first, so that they have the messages and have not count_attempt."""
    add_camera(site, "killed")
    frames = [
        {"content": face_jpeg, "reason": "motion", "taken_at": NOON + number} for number in range(6)
    ]
    children = pool_children(site)
    for pid in children:
        os.kill(pid, signal.SIGSTOP)

    enqueue(site, "killed", frames)
    time.sleep(1)
    assert recordings_of(site, "killed") == []
    for pid in children:
        os.kill(pid, signal.SIGKILL)

    recordings = wait_for_recordings(site, "killed", 6)
    assert len({recording["taken_at"] for recording in recordings}) == len(recordings) == 6
