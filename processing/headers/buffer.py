"""What the readers of all formats share: their input, and how far they follow it."""

import mmap

Buffer = bytes | mmap.mmap

MAX_SEGMENTS = 20_000
"""Segments, chunks, blocks or boxes walked in one file: a real one has a few hundred."""
