"""Worker and scheduler while Valkey is down or out of memory, and a child that is killed."""

import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from processing.images import FileTraits, encode
from tests.faults.worker import Workers, wait_until, workers
from tests.waiting import wait_for

pytestmark = pytest.mark.long

SEND = """
from celery import current_app
with current_app.producer_or_acquire() as producer:
    for number in range({count}):
        current_app.send_task("uploads.tasks.process_picture", (number,), producer=producer)
"""


@pytest.fixture
def running(tmp_path: Path):
    with workers(tmp_path) as started:
        assert wait_until(lambda: has_taken(started, 1), 60)
        yield started


def has_taken(running: Workers, count: int) -> bool:
    """Whether the worker takes what is sent to it."""
    running.django(SEND.format(count=count))
    return wait_until(lambda: running.queue_length() == 0, 20)


def lines_about_trouble(running: Workers, name: str) -> list[str]:
    log = running.log(name)
    assert "Traceback" not in log
    return [line for line in log.splitlines() if "trouble with redis" in line]


def test_a_broker_that_is_down_is_one_line_a_process(running):
    running.stop_valkey()
    time.sleep(25)
    running.start_valkey()

    assert has_taken(running, 1)
    assert len(lines_about_trouble(running, "worker")) == 1
    assert len(lines_about_trouble(running, "beat")) == 1


def test_a_broker_without_memory_ends_no_worker(running):
    redis = running.redis()
    running.django(SEND.format(count=2000))
    redis.config_set("maxmemory-policy", "noeviction")
    redis.config_set("maxmemory", "1mb")
    time.sleep(15)
    states = {name: process.poll() for name, process in running.processes.items()}

    redis.config_set("maxmemory", "0")

    assert states == {"worker": None, "beat": None}
    assert wait_until(lambda: running.queue_length() == 0, 60)
    assert len(lines_about_trouble(running, "worker")) == 1


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


RECIPE = '[{"op": "faces"}, {"op": "sketch"}]'


def test_the_log_says_which_picture_a_killed_child_had(running):
    pixels = np.random.default_rng(1).integers(0, 255, (3000, 4000, 3), np.uint8)
    (child,) = children_of(running.processes["worker"].pid)
    running.submit(encode(pixels, FileTraits("JPEG")).content, RECIPE)
    wait_for(lambda: running.rows("select state from uploads_picture") == [("running",)])

    os.kill(child, signal.SIGKILL)

    wait_for(lambda: f"picture 1 lost its process (pid {child})" in running.log("worker"))
    (line,) = [one for one in running.log("worker").splitlines() if "raised error" in one]
    assert f"pid={child}" in line
