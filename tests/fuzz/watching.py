"""Watches a reader of headers at work: its lines, how many, and how much memory."""

import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from processing import clip_headers, headers

MAX_LINES = 3_000_000
"""Lines of Python for one file, less than a second: the time of a busy machine tells nothing."""
SPARE_BYTES = 8_000_000
COPIES = 4
"""Memory for one file: so many times its size, and so much besides."""

_ROOMS = tuple(module.__file__.removesuffix("__init__.py") for module in (headers, clip_headers))
Edge = tuple[str, int, int]


class TooMuchWork(BaseException):
    """More lines than `MAX_LINES`; no reader may take it for an error of its own."""


class Watch:
    """What was seen of one file: `edges` are pairs of lines of a module that follow each other."""

    def __init__(self, max_lines: int) -> None:
        self.edges: set[Edge] = set()
        self._left = max_lines
        self._last = 0

    def enter(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        """Called for each function: only those of the readers are watched."""
        return self.step if frame.f_code.co_filename.startswith(_ROOMS) else None

    def step(self, frame: FrameType, event: str, _argument: Any) -> Any:
        """Called for each line of them."""
        if event == "line":
            self._left -= 1
            self.edges.add((frame.f_code.co_filename, self._last, frame.f_lineno))
            self._last = frame.f_lineno
            if self._left < 0:
                raise TooMuchWork
        return self.step


@contextmanager
def watched(file_bytes: int, max_lines: int = MAX_LINES) -> Iterator[Watch]:
    """Watch what happens inside; TooMuchWork or an AssertionError for too many lines or bytes."""
    watch, before = Watch(max_lines), sys.gettrace()
    tracemalloc.start()
    sys.settrace(watch.enter)
    try:
        yield watch
    finally:
        sys.settrace(before)
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak_bytes <= COPIES * file_bytes + SPARE_BYTES, f"{peak_bytes} bytes of memory"
