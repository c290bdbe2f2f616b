"""How many pictures a second the site gets done, against bare loops in as many processes."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import bare, rows
from benchmarks.client import Parcel, parcel, post_all, remove_all
from benchmarks.report import Line
from benchmarks.site import BenchSite

GREY = [{"op": "grayscale"}]
JOBS = 200

_ROUNDS = 3
_DRAIN_TARGET = 0.8
_WHOLE_WAY_TARGET = 0.4
_PICTURES_PER_PARCEL = 10
_CONNECTIONS = 2

Pair = tuple[float, float]
"""Jobs a second of the site and of the floor, measured before and after it."""


def measure(site: BenchSite, picture: Path) -> list[Line]:
    """Both throughputs, several rounds; the worker must not be running yet, and runs afterwards."""
    drains: list[Pair] = []
    whole_ways: list[Pair] = []
    for _ in range(_ROUNDS):
        if site.is_working:
            site.stop_worker()
        drains.append(_beside_the_floor(_drain, site, picture))
        whole_ways.append(_beside_the_floor(_whole_way, site, picture))
    return [
        _line("a waiting queue, first claim to last done", drains, _DRAIN_TARGET),
        _line("first post to last done", whole_ways, _WHOLE_WAY_TARGET),
    ]


def _beside_the_floor(
    jobs_per_s: Callable[[BenchSite, Path], float], site: BenchSite, picture: Path
) -> Pair:
    before = bare.jobs_per_s(picture, site.children, JOBS)
    value = jobs_per_s(site, picture)
    after = bare.jobs_per_s(picture, site.children, JOBS)
    return value, (before + after) / 2


def _drain(site: BenchSite, picture: Path) -> float:
    """Jobs a second from the first claim to the last row done; the queue is full beforehand."""
    uploads = post_all(site.port, _parcels(picture), _CONNECTIONS)
    if rows.waiting(site.database) != JOBS:
        raise RuntimeError("the queue is not full")
    site.start_worker(wait=False)
    rows.wait_for_end(site.database)
    seconds = rows.spell_of(site.database, JOBS).seconds
    remove_all(site.port, uploads)
    return JOBS / seconds


def _whole_way(site: BenchSite, picture: Path) -> float:
    """Jobs a second from the first byte posted to the last row done."""
    parcels = _parcels(picture)
    began = time.time()
    uploads = post_all(site.port, parcels, _CONNECTIONS)
    rows.wait_for_end(site.database)
    seconds = rows.spell_of(site.database, JOBS).last_done - began
    remove_all(site.port, uploads)
    return JOBS / seconds


def _parcels(picture: Path) -> list[Parcel]:
    sent = parcel(picture.read_bytes(), GREY, _PICTURES_PER_PARCEL)
    return [sent] * (JOBS // _PICTURES_PER_PARCEL)


def _line(what: str, pairs: list[Pair], target: float) -> Line:
    """The round whose ratio is the median; the others' ratios tell how steady the machine was."""
    ratios = [value / floor for value, floor in pairs]
    ratio = statistics.median_low(ratios)
    value, floor = pairs[ratios.index(ratio)]
    return Line(
        f"throughput: {what}",
        f"{value:.1f} jobs/s",
        f"{floor:.1f} jobs/s",
        f"{ratio:.2f} ({min(ratios):.2f} - {max(ratios):.2f})",
        f">= {target}",
        ratio >= target,
    )
