"""Waiting for what other processes do."""

import time
from collections.abc import Callable


def wait_for(
    is_so: Callable[[], object], timeout_s: float = 90, on_failure: Callable[[], str] = lambda: ""
) -> None:
    """Look again and again; fails, and shows what `on_failure` says, when time is over."""
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, on_failure()[-6000:]
        time.sleep(0.05)
