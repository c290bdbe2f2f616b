"""Runs every benchmark and prints a table; the exit code is 1 where a target does not hold."""

import os
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from benchmarks import latency, memory, throughput
from benchmarks.picture import write_picture
from benchmarks.report import Line, print_table
from benchmarks.site import BenchSite


def main() -> int:
    """Measure on a site of its own, in a temporary directory that is gone afterwards."""
    signal.signal(signal.SIGTERM, _leave)
    children = os.cpu_count() or 1
    load = os.getloadavg()[0]
    print(
        f"{children} processors, load {load:.1f} at the start (on a busy machine the ratios say "
        "little); this takes three minutes and 1.5 GB of temporary files.",
        flush=True,
    )
    with TemporaryDirectory(prefix="gazokako-bench-") as name:
        directory = Path(name)
        picture = directory / "picture.jpg"
        write_picture(picture)
        lines = _measure(BenchSite(directory / "site", children), picture)
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Leave by every `with` on SIGTERM, or the site would run on."""
    sys.exit(143)


def _measure(site: BenchSite, picture: Path) -> list[Line]:
    with site:
        return [
            *throughput.measure(site, picture),
            *latency.measure(site, picture),
            *memory.measure(site, picture),
        ]


if __name__ == "__main__":
    sys.exit(main())
