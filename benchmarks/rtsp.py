"""Reads a camera of 1280 x 720 H.264 at 25 fps by RTSP with OpenCV, and as the site does.

Prints processor time and memory side by side, watched (15 previews a second) and unwatched (one).
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.report import Line, print_table

_SERVER = Path("tests/cameras/rtsp_server.py")
_SECONDS = 20
_AT_MOST_OF_OPENCV = {"unwatched": 0.75, "watched": 1.25}


def main() -> int:
    """The exit code is 1 where a target does not hold."""
    with _camera() as address:
        lines = [line for mode in _AT_MOST_OF_OPENCV for line in _compared(mode, address)]
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _compared(mode: str, address: str) -> list[Line]:
    theirs, ours = (_measured(reader, mode, address) for reader in ("opencv", "site"))
    ratio, at_most = ours[0] / theirs[0], _AT_MOST_OF_OPENCV[mode]
    return [
        Line(
            f"RTSP, {mode}: % of a core",
            f"{ours[0]:.1f} ({ours[2]:.0f} previews)",
            f"OpenCV {theirs[0]:.1f} ({theirs[2]:.0f} previews)",
            f"{ratio:.2f}",
            f"<= {at_most}",
            ratio <= at_most,
        ),
        Line(f"RTSP, {mode}: memory", f"{ours[1]:.0f} MB", f"OpenCV {theirs[1]:.0f} MB"),
    ]


def _measured(reader: str, mode: str, address: str) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "benchmarks.rtsp_reader", reader, mode, address]
    done = subprocess.run(
        [*command, str(_SECONDS)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    percent, megabytes, previews = map(float, done.stdout.split())
    return percent, megabytes, previews


@contextmanager
def _camera() -> Iterator[str]:
    with subprocess.Popen(
        [_SERVER.resolve(), "--film", "hd"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        try:
            port = server.stdout.readline().decode().strip() if server.stdout else ""
            yield f"rtsp://127.0.0.1:{port}/live"
        finally:
            server.kill()


if __name__ == "__main__":
    sys.exit(main())
