"""The browser of the tests takes no processor away from the site."""

import os
from contextlib import suppress
from pathlib import Path


def threads():
    """Every thread of every process of Chromium that this process has started."""
    own = f"{os.getpid()}"
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, rest = status.read_text().split(" ", 1)
            parents[pid] = rest.rpartition(") ")[2].split()[1]
    for pid in parents:
        above = pid
        while above in parents and above != own:
            above = parents[above]
        if above == own and "chromium" in Path(f"/proc/{pid}/cmdline").read_text():
            yield from (int(task.name) for task in Path(f"/proc/{pid}/task").iterdir())


def test_no_thread_comes_before_those_of_the_site(open_page):
    open_page().goto("data:text/html,<canvas></canvas>")

    seen = {thread: _priority(thread) for thread in threads()}

    assert len(seen) > 10
    assert {thread: priority for thread, priority in seen.items() if priority < 0} == {}


def _priority(thread):
    """The nice value; -100 for one of the policies that come before all others."""
    is_real_time = os.sched_getscheduler(thread) in (os.SCHED_FIFO, os.SCHED_RR)
    return -100 if is_real_time else os.getpriority(os.PRIO_PROCESS, thread)
