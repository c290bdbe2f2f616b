"""How long one visitor waits on an idle machine, against the bare work on that picture."""

import statistics
import time
from pathlib import Path

from benchmarks import bare
from benchmarks.client import Client, parcel
from benchmarks.report import Line
from benchmarks.site import Site
from benchmarks.throughput import GREY

_RUNS = 15
_WARM_UP_RUNS = 4
_BARE_RUNS = 30
_MARGIN_S = 0.080


def measure(site: Site, picture: Path) -> list[Line]:
    """The median time from a post to `done` seen by long polling; the worker must be running."""
    before = bare.seconds_per_picture(picture, _BARE_RUNS)
    value = _median_wait(site, picture)
    after = bare.seconds_per_picture(picture, _BARE_RUNS)
    floor = (before + after) / 2
    target = floor + _MARGIN_S
    return [
        Line(
            f"latency: post to done, median of {_RUNS}",
            f"{value * 1000:.0f} ms",
            f"{floor * 1000:.0f} ms",
            f"{value / floor:.2f}",
            f"<= {target * 1000:.0f} ms",
            value <= target,
        )
    ]


def _median_wait(site: Site, picture: Path) -> float:
    sent = parcel(picture.read_bytes(), GREY)
    client = Client(site.port)
    seconds = []
    for _ in range(_WARM_UP_RUNS + _RUNS):
        began = time.perf_counter()
        client.wait(client.post(sent))
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds[_WARM_UP_RUNS:])
