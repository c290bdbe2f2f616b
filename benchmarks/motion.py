"""Our detector of movement beside the `motion` daemon: processor time, hits and false alarms.

`SAMPLES=folder python -m benchmarks.motion`; the folder's manifest.json names clips and truth.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np

from benchmarks.mjpeg import Clip, MjpegServer, read_clip
from benchmarks.motion_peers import Daemon, OurDetector, Peer, install_daemon
from benchmarks.report import Line, print_table

_CPU_SIZE, _CPU_FPS = (1280, 720), 10
_CPU_SETTLE_S, _CPU_SECONDS = 12, 60
_MAX_CPU_RATIO = 2.0
_SLACK_S = 0.5
"""The truth is good to a few frames, and a reader stamps a frame when it is done with it."""

Interval = tuple[float, float]


def main() -> int:
    """Exit code 1 where a target does not hold."""
    folder = Path(os.environ.get("SAMPLES", ""))
    if not (folder / "manifest.json").is_file():
        print("SAMPLES must name a folder with manifest.json and clips.", file=sys.stderr)
        return 2
    install_daemon()
    entries = [
        entry
        for entry in json.loads((folder / "manifest.json").read_text())["video"]
        if "motion_intervals" in entry["truth"]
    ]
    with TemporaryDirectory(prefix="gazokako-bench-") as directory:
        lines = [
            *compare_cpu(folder / entries[0]["file"], Path(directory, "cpu")),
            *compare_findings(folder, entries, Path(directory, "findings")),
        ]
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def compare_cpu(path: Path, directory: Path) -> list[Line]:
    """Both read the same clip at once, 1280 x 720 at 10 frames a second, for a minute."""
    clip = read_clip(path, _CPU_FPS, _CPU_SIZE)
    with ExitStack() as stack:
        camera = stack.enter_context(MjpegServer([clip]))
        ours: Peer = stack.enter_context(
            OurDetector(directory / "ours", camera.address("ours", clip))
        )
        daemon: Peer = stack.enter_context(
            Daemon(
                directory / "daemon",
                camera.address("daemon", clip),
                size=_CPU_SIZE,
                fps=clip.fps,
                pictures=False,
            )
        )
        time.sleep(_CPU_SETTLE_S)
        shares = _cpu_shares([ours, daemon])
    ratio = shares[0] / shares[1]
    return [
        Line(
            "processor, 1280x720 at 10 a second",
            f"{shares[0]:.2%} of a core",
            f"motion {shares[1]:.2%}",
            f"{ratio:.2f}",
            f"<= {_MAX_CPU_RATIO:.0f}",
            ratio <= _MAX_CPU_RATIO,
        )
    ]


def _cpu_shares(peers: Sequence[Peer]) -> list[float]:
    began, before = time.monotonic(), [peer.cpu_ticks() for peer in peers]
    time.sleep(_CPU_SECONDS)
    after, seconds = [peer.cpu_ticks() for peer in peers], time.monotonic() - began
    per_s = os.sysconf("SC_CLK_TCK")
    return [(late - early) / per_s / seconds for early, late in zip(before, after, strict=True)]


def compare_findings(folder: Path, entries: list[dict[str, Any]], directory: Path) -> list[Line]:
    """Every clip, shown to both at its own speed, all of them side by side."""
    clips = [read_clip(folder / entry["file"], entry["truth"]["fps"]) for entry in entries]
    with ExitStack() as stack:
        camera = stack.enter_context(MjpegServer(clips))
        pairs = [
            (
                stack.enter_context(_ours(directory / "ours" / clip.name, camera, clip)),
                stack.enter_context(_daemon(directory / "daemon" / clip.name, camera, clip)),
            )
            for clip in clips
        ]
        time.sleep(max(clip.seconds for clip in clips) + 12)
    return [
        line
        for entry, clip, (ours, daemon) in zip(entries, clips, pairs, strict=True)
        for line in _findings(entry["truth"], clip, ours, daemon)
    ]


def _ours(directory: Path, camera: MjpegServer, clip: Clip) -> OurDetector:
    return OurDetector(directory, camera.address("ours", clip))


def _daemon(directory: Path, camera: MjpegServer, clip: Clip) -> Daemon:
    picture = cv2.imdecode(np.frombuffer(clip.frames[0], np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise RuntimeError(f"the first frame of {clip.name} is no picture")
    height, width = picture.shape[:2]
    address = camera.address("daemon", clip)
    return Daemon(directory, address, size=(width, height), fps=clip.fps, pictures=True)


def _findings(truth: dict[str, Any], clip: Clip, ours: Peer, daemon: Peer) -> list[Line]:
    moving, empty = (
        [(first / clip.fps, (last + 1) / clip.fps) for first, last in truth[name]]
        for name in ("motion_intervals", "empty")
    )
    seen = [
        [moment - clip.began[reader] for moment in peer.moving_at()]
        for reader, peer in (("ours", ours), ("daemon", daemon))
    ]
    hits = [_touched(moments, moving, _SLACK_S) for moments in seen]
    alarms = [_touched(moments, empty, -_SLACK_S) for moments in seen]
    name = clip.name[:28]
    return [
        Line(
            f"{name}: movements found",
            f"{hits[0]} of {len(moving)}",
            f"motion {hits[1]}",
            target="all",
            holds=hits[0] == len(moving),
        ),
        Line(
            f"{name}: alarms in an empty scene",
            f"{alarms[0]} of {len(empty)}",
            f"motion {alarms[1]}",
            target="none",
            holds=alarms[0] == 0,
        ),
    ]


def _touched(moments: list[float], intervals: list[Interval], slack_s: float) -> int:
    """In how many intervals, made longer by the slack at both ends, a moment lies."""
    return sum(
        any(first - slack_s <= moment <= last + slack_s for moment in moments)
        for first, last in intervals
    )


if __name__ == "__main__":
    sys.exit(main())
