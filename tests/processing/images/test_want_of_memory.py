"""A decoder that lacks memory is told from one that meets a damaged file (see test_damage)."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images import Image

CHILD = """
import pathlib, resource, sys
from gazokako.celery import confine
from processing.images import decode
from processing.limits import Limits
from processing.refusal import Refused
confine()
content = pathlib.Path(sys.argv[1]).read_bytes()
decode(pathlib.Path(sys.argv[2]).read_bytes(), Limits())  # its libraries are loaded
mapped = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (mapped + int(sys.argv[3]) * 1_000_000,) * 2)
try:
    decode(content, Limits())
except MemoryError:
    print("MemoryError")
except Refused as refusal:
    print(refusal.code)
"""
WRITE: dict[str, dict[str, Any]] = {
    "jpg": {},
    "png": {"compress_level": 1},
    "webp": {"quality": 50, "method": 0},
    "avif": {"speed": 10},
    "heic": {},
    "gif": {},
}


@pytest.fixture(scope="module")
def pixels() -> Image:
    """9 megapixels that cost little to write."""
    small = np.random.default_rng(1).integers(0, 255, (30, 40, 3), np.uint8)
    return np.asarray(cv2.resize(small, (3464, 2598)), np.uint8)


@pytest.mark.parametrize("suffix", WRITE)
def test_a_sound_file_that_finds_no_room_is_not_damaged(pixels, tmp_path: Path, suffix):
    large, small = tmp_path / f"large.{suffix}", tmp_path / f"small.{suffix}"
    Pillow.fromarray(pixels).save(large, **WRITE[suffix])
    Pillow.fromarray(pixels[:64, :64]).save(small, **WRITE[suffix])

    assert outcome(large, small, room_mb=10) == "MemoryError"


def outcome(file: Path, small: Path, room_mb: int) -> str:
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(file), str(small), str(room_mb)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not run.returncode, run.stderr
    return run.stdout.strip()
