"""A picture that was handed in is kept once, whatever is killed on the way."""

import os
import signal
import time

from tests.cameras.records.on_site import (
    add_camera,
    hand_in,
    records_of,
    wait_for_records,
)
from tests.journey.test_journey import pool_children

NOON = 1_795_176_000.0


def test_pictures_whose_worker_children_are_killed_are_kept_all_the_same(site, face_jpeg):
    """The children are stopped first, so that they have the messages and have not begun."""
    add_camera(site, "killed")
    told = [
        {"content": face_jpeg, "reason": "motion", "taken_at": NOON + number} for number in range(6)
    ]
    children = pool_children(site)
    for pid in children:
        os.kill(pid, signal.SIGSTOP)

    hand_in(site, "killed", told)
    time.sleep(1)
    assert records_of(site, "killed") == []
    for pid in children:
        os.kill(pid, signal.SIGKILL)

    records = wait_for_records(site, "killed", 6)
    assert len({record["taken_at"] for record in records}) == len(records) == 6
