"""Ends a capture in good order when its worker is told to stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(SystemExit):
    """This process was sent SIGTERM."""


@contextmanager
def told_to_stop() -> Iterator[None]:
    """Within this context SIGTERM raises Stopped; a pool's child would die of it on the spot."""
    previous = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped("the worker stops")
