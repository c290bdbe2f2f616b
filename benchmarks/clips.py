"""Hiding faces in clips, ours beside deface, from file to file.

python -m benchmarks.clips [SECONDS]: each in a process of its own, whose processor time counts, so
that threads win nothing; both paint faces black, so that a program can judge what is covered.
"""

import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clip_films import FPS, Box, Coverage, judge, write
from benchmarks.report import Line, print_table

_OURS = """
import sys
from pathlib import Path
import cv2
from processing.clip_limits import ClipLimits
from processing.clips import ClipOrder, process_clip
from processing.recipe import Recipe
cv2.setNumThreads(1)
order = ClipOrder(Recipe.parse([{"op": "faces", "style": "solid"}]))
process_clip(Path(sys.argv[1]), Path(sys.argv[2]), order, ClipLimits())
"""
_DEFACE = ["--replacewith", "solid", "--boxes", "--keep-audio"]
_TIMES_AS_FAST = 4.0
_SHARE_OF_UNCOVERED = 0.25
_MAX_MEMORY_MB = 600


@dataclass(frozen=True)
class Run:
    """What one program did with a clip."""

    fps: float
    memory_mb: int
    coverage: Coverage


def main() -> int:
    """Print the comparison; 1 where a target is missed."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clip = folder / "clip.mp4"
        boxes = write(clip, (1280, 720), seconds)
        ours = _run([sys.executable, "-c", _OURS, clip, folder / "ours.mp4"], boxes)
        deface = Path(sys.executable).parent / "deface"
        theirs = _run([deface, clip, *_DEFACE, "-o", folder / "theirs.mp4"], boxes)
        large = folder / "large.mp4"
        boxes = write(large, (1920, 1080), seconds)
        in_full = _run([sys.executable, "-c", _OURS, large, folder / "in-full.mp4"], boxes)
    lines = [*_lines(ours, theirs), _memory(in_full)]
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _run(command: list[str | Path], boxes: list[Box | None]) -> Run:
    """`command` ends with the file that it writes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"{command[0]} ended with {status}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(len(boxes) / spent_s, usage.ru_maxrss // 1000, judge(Path(command[-1]), boxes))


def _lines(ours: Run, theirs: Run) -> list[Line]:
    mine, its = ours.coverage, theirs.coverage
    faster = ours.fps / theirs.fps
    return [
        Line(
            f"frames a second of one core, 1280x720 at {FPS} fps with sound",
            f"{ours.fps:.1f}",
            f"{theirs.fps:.1f}",
            f"{faster:.1f}",
            f">= {_TIMES_AS_FAST}",
            faster >= _TIMES_AS_FAST,
        ),
        Line(
            "share of frames with an uncovered face",
            f"{mine.uncovered:.4f}",
            f"{its.uncovered:.4f}",
            target=f"<= {_SHARE_OF_UNCOVERED} of it",
            holds=mine.uncovered <= _SHARE_OF_UNCOVERED * its.uncovered,
        ),
        Line(
            "faces that flash up for less than 0.5 s",
            str(mine.flashes),
            str(its.flashes),
            target="0",
            holds=mine.flashes == 0,
        ),
    ]


def _memory(run: Run) -> Line:
    return Line(
        "memory with 1920x1080, MB",
        str(run.memory_mb),
        target=f"<= {_MAX_MEMORY_MB}",
        holds=run.memory_mb <= _MAX_MEMORY_MB,
    )


if __name__ == "__main__":
    sys.exit(main())
