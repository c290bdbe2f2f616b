"""How many pictures a second the site gets done, against bare loops in as many processes."""

import time
from pathlib import Path

from benchmarks import bare, rows
from benchmarks.client import Parcel, parcel, post_all
from benchmarks.report import Line
from benchmarks.site import Site

GREY = [{"op": "grayscale"}]
JOBS = 200

_DRAIN_TARGET = 0.8
_WHOLE_WAY_TARGET = 0.4
_PICTURES_PER_PARCEL = 10
_CONNECTIONS = 2


def measure(site: Site, picture: Path) -> list[Line]:
    """Both throughputs; the worker must not be running yet, and runs afterwards."""
    before = bare.jobs_per_s(picture, site.children, JOBS)
    drained = _drain(site, picture)
    between = bare.jobs_per_s(picture, site.children, JOBS)
    whole_way = _whole_way(site, picture)
    after = bare.jobs_per_s(picture, site.children, JOBS)
    return [
        _line("a waiting queue, first claim to last done", drained, before, between, _DRAIN_TARGET),
        _line("first post to last done", whole_way, between, after, _WHOLE_WAY_TARGET),
    ]


def _drain(site: Site, picture: Path) -> float:
    """Jobs a second from the first claim to the last row done; the queue is full beforehand."""
    post_all(site.port, _parcels(picture), _CONNECTIONS)
    if rows.waiting(site.database) != JOBS:
        raise RuntimeError("the queue is not full")
    site.start_worker(wait=False)
    rows.wait_for_end(site.database)
    return JOBS / rows.spell_of(site.database, JOBS).seconds


def _whole_way(site: Site, picture: Path) -> float:
    """Jobs a second from the first byte posted to the last row done."""
    parcels = _parcels(picture)
    began = time.time()
    post_all(site.port, parcels, _CONNECTIONS)
    rows.wait_for_end(site.database)
    return JOBS / (rows.spell_of(site.database, JOBS).last_done - began)


def _parcels(picture: Path) -> list[Parcel]:
    sent = parcel(picture.read_bytes(), GREY, _PICTURES_PER_PARCEL)
    return [sent] * (JOBS // _PICTURES_PER_PARCEL)


def _line(what: str, value: float, floor_before: float, floor_after: float, target: float) -> Line:
    floor = (floor_before + floor_after) / 2
    ratio = value / floor
    return Line(
        f"throughput: {what}",
        f"{value:.1f} jobs/s",
        f"{floor:.1f} jobs/s",
        f"{ratio:.2f}",
        f">= {target}",
        ratio >= target,
    )
