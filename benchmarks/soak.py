"""Whether a healthy camera is ever interrupted: watches two for minutes, and prints the worst.

usage: python -m benchmarks.soak [--minutes N]  (60 by default)
"""

import argparse
import socket
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import processes
from benchmarks.film import film
from benchmarks.report import Line, print_table
from benchmarks.site import BenchSite

_CAMERAS = {"network": "", "demo": "demo:"}
_MARK = b"X-Timestamp: "
_MAX_GAP_S = 1.0
_MAX_GROWTH = 1.05
_WARM_UP_S = 30


class Watcher(threading.Thread):
    """Reads a stream and keeps when each of its frames was taken."""

    def __init__(self, port: int, slug: str) -> None:
        super().__init__(daemon=True)
        self.slug = slug
        self.taken: list[float] = []
        self._connection = socket.create_connection(("127.0.0.1", port))
        request = f"GET /cameras/{slug}/stream/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        self._connection.sendall(request.encode())

    def run(self) -> None:
        """Read until the stream ends."""
        with self._connection.makefile("rb") as stream:
            for line in stream:
                if line.startswith(_MARK):
                    self.taken.append(float(line[len(_MARK) :]))

    def largest_gap_s(self) -> float:
        """Between two frames, the end of the watch counted as one.

        The first frame is left out: it was taken while nobody watched, one a second.
        """
        return max(later - earlier for earlier, later in pairwise([*self.taken[1:], time.time()]))


def main() -> int:
    """Watch on a site of its own; the exit code is 1 where a target does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    minutes = parser.parse_args().minutes
    with (
        TemporaryDirectory(prefix="gazokako-soak-") as name,
        BenchSite(Path(name) / "site", children=1) as site,
        film(640, 480, 47_000) as address,
    ):
        lines = _watch(site, {**_CAMERAS, "network": address}, minutes)
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _watch(site: BenchSite, cameras: dict[str, str], minutes: float) -> list[Line]:
    site.start_cameras()
    for slug, source in cameras.items():
        site.manage("camera", "add", f"soak-{slug}", source, "--visibility", "public", "--on")
        site.wait_for_camera(f"soak-{slug}")
    watchers = [Watcher(site.port, f"soak-{slug}") for slug in cameras]
    for watcher in watchers:
        watcher.start()
    time.sleep(min(_WARM_UP_S, minutes * 30))
    early = _memory_mb(site)
    time.sleep(minutes * 60)
    late = _memory_mb(site)
    return [
        *(_gap(watcher, minutes) for watcher in watchers),
        *(_growth(name, early[name], late[name], minutes) for name in early),
    ]


def _memory_mb(site: BenchSite) -> dict[str, float]:
    """Of the web process, and of all children of the camera worker together."""
    capture = sum(processes.rss_mb(pid) for pid in site.camera_pids)
    return {"web process": processes.rss_mb(site.web_pid), "camera processes": capture}


def _gap(watcher: Watcher, minutes: float) -> Line:
    gap_s = watcher.largest_gap_s()
    what = f"{watcher.slug}, {minutes:g} minutes: largest gap of {len(watcher.taken)} frames"
    return Line(what, f"{gap_s:.2f} s", target=f"<= {_MAX_GAP_S:g} s", holds=gap_s <= _MAX_GAP_S)


def _growth(name: str, early_mb: float, late_mb: float, minutes: float) -> Line:
    ratio = late_mb / early_mb
    return Line(
        f"{minutes:g} minutes: memory of the {name}",
        f"{late_mb:.0f} MB",
        f"{early_mb:.0f} MB at the start",
        f"{ratio:.2f}",
        f"<= {_MAX_GROWTH}",
        ratio <= _MAX_GROWTH,
    )


if __name__ == "__main__":
    sys.exit(main())
