"""How long one visitor waits on an idle machine, against the bare work on that picture."""

import statistics
import time
from pathlib import Path

from benchmarks import bare
from benchmarks.client import Client, parcel
from benchmarks.report import Line
from benchmarks.site import BenchSite
from benchmarks.throughput import GREY

_ROUNDS = 3
_RUNS = 15
_WARM_UP_RUNS = 4
_BARE_RUNS = 15
_MARGIN_S = 0.080


def measure(site: BenchSite, picture: Path) -> list[Line]:
    """The median time from a post to `done` seen by long polling; the worker must be running.

    Of several rounds the one counts whose distance from the floor is the median.
    """
    rounds = sorted((_beside_the_floor(site, picture) for _ in range(_ROUNDS)), key=_excess)
    value, floor = rounds[len(rounds) // 2]
    ratios = [one_value / one_floor for one_value, one_floor in rounds]
    target = floor + _MARGIN_S
    return [
        Line(
            f"latency: post to done, median of {_RUNS}",
            f"{value * 1000:.0f} ms",
            f"{floor * 1000:.0f} ms",
            f"{value / floor:.2f} ({min(ratios):.2f} - {max(ratios):.2f})",
            f"<= {target * 1000:.0f} ms",
            value <= target,
        )
    ]


def _excess(measured: tuple[float, float]) -> float:
    value, floor = measured
    return value - floor


def _beside_the_floor(site: BenchSite, picture: Path) -> tuple[float, float]:
    """Seconds of the site, and of the floor before and after it."""
    before = bare.seconds_per_picture(picture, _BARE_RUNS)
    value = _median_wait(site, picture)
    after = bare.seconds_per_picture(picture, _BARE_RUNS)
    return value, (before + after) / 2


def _median_wait(site: BenchSite, picture: Path) -> float:
    sent = parcel(picture.read_bytes(), GREY)
    client = Client(site.port)
    seconds = []
    for _ in range(_WARM_UP_RUNS + _RUNS):
        began = time.perf_counter()
        client.wait(client.post(sent))
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds[_WARM_UP_RUNS:])
