"""Has the kernel end this process when it hangs, which a stuck decoder cannot prevent."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

HANGS_AFTER_S = 10.0
"""Longer than a source may block: to connect, to be answered, to get a first picture; 3 s each."""


@contextmanager
def running() -> Iterator[None]:
    """Within this context the process dies unless `feed` is called every HANGS_AFTER_S.

    SIGALRM is left at its default action on purpose: a Python handler would have to wait for
    the C code that hangs. A timer that ran before goes on afterwards with what it had left.
    """
    handler = signal.signal(signal.SIGALRM, signal.SIG_DFL)
    timer = signal.setitimer(signal.ITIMER_REAL, HANGS_AFTER_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, *timer)


def feed() -> None:
    """Start the time anew: the process lives for another HANGS_AFTER_S."""
    signal.setitimer(signal.ITIMER_REAL, HANGS_AFTER_S)
