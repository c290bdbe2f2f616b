"""What the readers of all formats share: their input, and how far they follow it."""

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager

Buffer = bytes | mmap.mmap

MAX_SEGMENTS = 20_000
"""Segments, chunks, blocks or boxes walked in one file: a real one has a few hundred."""


@contextmanager
def mapped(file: int) -> Iterator[Buffer]:
    """The content of a file, by its descriptor, read only where it is looked at."""
    if os.fstat(file).st_size == 0:
        yield b""
        return
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as content:
        yield content
