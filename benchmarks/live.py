"""The live view: viewers carried by one web process, against a bare C loop writing the same bytes.

usage: python -m benchmarks.live [--minutes N]  (how long the memory run takes; 10 by default)
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import processes
from benchmarks.film import film
from benchmarks.report import Line, print_table
from benchmarks.site import BenchSite, free_port

FPS = 25
FRAME_BYTES = 47_000
COUNT_FOR_S = 15
_NATIVE = Path(__file__).parent / "native"


@dataclass(frozen=True)
class Viewing:
    """What the viewers saw, and the share of one core that the server took meanwhile."""

    slowest_fps: float
    median_ms: float
    p99_ms: float
    closed: int
    cpu: float


def main() -> int:
    """Measure on a site of its own; the exit code is 1 where a target does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    minutes = parser.parse_args().minutes
    with TemporaryDirectory(prefix="gazokako-bench-") as name:
        directory = Path(name)
        for program in ("viewers", "floor"):
            source = _NATIVE / f"{program}.c"
            subprocess.run(["gcc", "-O2", "-o", directory / program, source], check=True)
        lines = _measure(directory, minutes)
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _measure(directory: Path, minutes: float) -> list[Line]:
    with BenchSite(directory / "site", children=1) as site, film(640, 480, FRAME_BYTES) as address:
        site.start_cameras()
        site.manage(
            "camera", "add", "hall", address, "--visibility", "public", "--fps", "25", "--on"
        )
        site.wait_for_camera("hall")
        lines = [
            *_crowd(site, directory, 400),
            *_crowd(site, directory, 1000),
            _memory(site, directory, minutes),
        ]
        site.manage("camera", "remove", "hall")
        with film(1280, 720, 3 * FRAME_BYTES) as large:
            lines += _capture(site, directory, large)
    return lines


def _crowd(site: BenchSite, directory: Path, viewers: int) -> list[Line]:
    floor = _floor(directory, viewers)
    ours = _watch(directory, site.port, "/cameras/hall/stream/", viewers, site.web_pid)
    ratio = ours.cpu / floor.cpu
    cpu = Line(
        f"{viewers} viewers: processor time of the web process",
        f"{ours.cpu:.0%} of a core",
        f"{floor.cpu:.0%}",
        f"{ratio:.2f}",
        "<= 2.5" if viewers == 400 else "",
        ratio <= 2.5 if viewers == 400 else None,
    )
    wanted_fps = 24.5 if viewers == 400 else 24.0
    pace = Line(
        f"{viewers} viewers: frames a second of the slowest",
        f"{ours.slowest_fps:.2f}",
        f"{floor.slowest_fps:.2f}" if floor.slowest_fps else "",
        target=f">= {wanted_fps}",
        holds=ours.slowest_fps >= wanted_fps and ours.closed == 0,
    )
    age = Line(
        f"{viewers} viewers: age of a frame at the viewer, median and 99th percentile",
        f"{ours.median_ms:.0f} ms, {ours.p99_ms:.0f} ms",
        target="<= 40 ms, <= 200 ms" if viewers == 1000 else "",
        holds=ours.median_ms <= 40 and ours.p99_ms <= 200 if viewers == 1000 else None,
    )
    return [cpu, pace, age]


def _floor(directory: Path, viewers: int) -> Viewing:
    port = free_port()
    arguments = [str(directory / "floor"), str(port), str(FPS), str(FRAME_BYTES)]
    with subprocess.Popen(arguments) as server:
        try:
            time.sleep(0.5)
            return _watch(directory, port, "/", viewers, server.pid)
        finally:
            server.kill()


def _watch(directory: Path, port: int, path: str, viewers: int, pid: int) -> Viewing:
    """Let viewers watch, and look at the server's processor time while they are counted."""
    command = _viewers(directory, port, path, viewers, 0, COUNT_FOR_S)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as client:
        time.sleep(4)
        before, since = processes.cpu_s(pid), time.monotonic()
        time.sleep(COUNT_FOR_S - 3)
        cpu = (processes.cpu_s(pid) - before) / (time.monotonic() - since)
        output, _error = client.communicate()
    seen = json.loads(output)
    return Viewing(seen["slowest_fps"], seen["median_ms"], seen["p99_ms"], seen["closed"], cpu)


def _viewers(directory: Path, *arguments: str | float) -> list[str]:
    """The command of the load client: port, path, viewers, silent ones, seconds."""
    return [str(directory / "viewers"), *(str(argument) for argument in arguments)]


def _memory(site: BenchSite, directory: Path, minutes: float) -> Line:
    """A tenth of the viewers read nothing: the web process must not keep what they do not take."""
    command = _viewers(directory, site.port, "/cameras/hall/stream/", 360, 40, minutes * 60)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as client:
        time.sleep(20)
        early = processes.rss_mb(site.web_pid)
        client.wait()
        late = processes.rss_mb(site.web_pid)
    return Line(
        f"400 viewers, 40 reading nothing, {minutes:g} minutes: memory of the web process",
        f"{late:.0f} MB",
        f"{early:.0f} MB at 20 s",
        f"{late / early:.2f}",
        "<= 1.05",
        late <= early * 1.05,
    )


def _capture(site: BenchSite, directory: Path, address: str) -> list[Line]:
    """The process that feeds Redis from a 1280x720 source at 25 fps."""
    site.manage("camera", "add", "yard", address, "--visibility", "public", "--fps", "25", "--on")
    site.wait_for_camera("yard")
    time.sleep(4)
    pid = max(site.camera_pids, key=_busy)
    alone = _busy(pid)
    watched = _watch(directory, site.port, "/cameras/yard/stream/", 5, pid).cpu
    return [
        _share("1280x720 at 25 fps, watched: processor time from camera to Redis", watched, 0.60),
        _share("1280x720 at 25 fps, not watched: the same", alone, 0.15),
    ]


def _busy(pid: int) -> float:
    before, since = processes.cpu_s(pid), time.monotonic()
    time.sleep(3)
    return (processes.cpu_s(pid) - before) / (time.monotonic() - since)


def _share(what: str, share: float, limit: float) -> Line:
    return Line(what, f"{share:.0%} of a core", target=f"<= {limit:.0%}", holds=share <= limit)


if __name__ == "__main__":
    sys.exit(main())
