"""The good and odd files that fuzzing begins with: small, so that changes meet headers."""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.processing import malformed_files, picture_files
from tests.processing.clips.films import Film, scene
from tests.processing.picture_files import FORMATS, gradient, saved

_MAX_SAMPLE_BYTES = 20_000
_CLIPS = (
    ("libx264", "mp4"), ("libx265", "mov"), ("libsvtav1", "mp4"), ("libvpx-vp9", "webm"),
    ("libx264", "matroska"),
)  # fmt: skip


@cache
def first_files() -> tuple[bytes, ...]:
    """A picture of each format and some kinds of it, and clips; never the same object twice."""
    pictures = [saved(gradient(), name) for name in FORMATS]
    pictures += [picture_files.turned_file(gradient(), name, 6) for name in FORMATS]
    pictures += [saved(gradient(), "WEBP", lossless=True)]
    pictures += [saved(gradient(), "JPEG", progressive=True), picture_files.png(9, 9)]
    pictures += [malformed_files.heif_that_says(9, 9), malformed_files.gif_that_says(9, 9)]
    return tuple(pictures + _clips() + _samples())


def _clips() -> list[bytes]:
    frames, _boxes = scene([None] * 3)
    with TemporaryDirectory() as folder:
        return [
            Film(codec=codec, container=container)
            .write(Path(folder) / "clip", [frame[:32, :32].copy() for frame in frames])
            .read_bytes()
            for codec, container in _CLIPS
        ]


def _samples() -> list[bytes]:
    """The small files in SAMPLES, where it is set."""
    paths = sorted(Path(os.environ["SAMPLES"]).glob("files/*/*")) if "SAMPLES" in os.environ else ()
    return [path.read_bytes() for path in paths if path.stat().st_size <= _MAX_SAMPLE_BYTES]
