"""Whether an acknowledged picture is ever lost: many uploads while processes are killed at random.

usage: python -m benchmarks.soak_uploads [--uploads N] [--kill-every SECONDS] [--seed N]
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks.client import Parcel, parcel
from benchmarks.kills import Killer, memory_mb
from benchmarks.leftovers import Leftovers, leftovers_of
from benchmarks.report import Line, print_table
from benchmarks.traffic import PageReader, Senders
from tests.processes import Site, running_site

_CONNECTIONS = 4
_STUCK_AFTER_S = 180
"""Without one picture that ends; a supervisor's longest pause is a small part of it."""
_LOOK_EVERY_S = 2
_AT_REST_FOR_S = 10
_CLEAN_WITHIN_S = 90
"""How long the site has to remove what killed processes left in storage."""
_MAX_PAGE_S = 1.0
_RECIPE = [{"op": "faces"}, {"op": "grayscale"}]


def main() -> int:
    """Soak a site of its own; the exit code is 1 where a target does not hold."""
    options = _options()
    with TemporaryDirectory(prefix="gazokako-soak-", ignore_cleanup_errors=True) as name:
        site_dir = Path(name) / "site"
        with running_site(site_dir, RATE_LIMIT="off") as site:  # all come from one address
            lines = _soak(site, options.uploads, options.kill_every, options.seed)
        if options.log:
            options.log.write_bytes(site.log.read_bytes())
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--uploads", type=int, default=10_000)
    parser.add_argument("--kill-every", type=float, default=5, help="seconds; 0: never")
    parser.add_argument("--seed", type=int, default=1, help="which processes are killed")
    parser.add_argument("--log", type=Path, help="where to keep a copy of the site's log")
    return parser.parse_args()


def _soak(site: Site, uploads: int, kill_every_s: float, seed: int) -> list[Line]:
    senders = Senders(site.address, _small_upload(), uploads)
    reader, killer = PageReader(site.address, senders.slugs), Killer(site, kill_every_s, seed)
    _wait_for_every_process(site)
    before = memory_mb(site)
    began = time.monotonic()
    reader.start()
    if kill_every_s > 0:
        killer.start()
    senders.run(_CONNECTIONS)
    sent_s = time.monotonic() - began
    _wait_for_every_end(site, senders.slugs)
    if kill_every_s > 0:
        killer.stop()
    leftovers = _final_leftovers(site, senders.slugs)
    drained_s = time.monotonic() - began
    reader.stop()
    killed = ", ".join(f"{number} {name}" for name, number in sorted(killer.killed.items()))
    return [
        Line("killed", str(killer.killed.total()), killed),
        Line("acknowledged", str(len(senders.slugs)), f"in {sent_s:.0f} s"),
        Line("posts without a link", *_counts(senders.turned_away)),
        *_ends(leftovers, drained_s),
        *_pages(reader),
        *_memory(before, memory_mb(site)),
    ]


def _wait_for_every_process(site: Site) -> None:
    """Return when no process was started for some seconds."""
    since, known = time.monotonic(), set(site.pids())
    while time.monotonic() < since + _AT_REST_FOR_S:
        time.sleep(0.5)
        if (now := set(site.pids())) != known:
            since, known = time.monotonic(), now


def _wait_for_every_end(site: Site, slugs: list[str]) -> None:
    """Return when every picture has ended, or none does any more."""
    unfinished, since = len(slugs) + 1, time.monotonic()
    while unfinished and time.monotonic() < since + _STUCK_AFTER_S:
        left = leftovers_of(site.data_dir, slugs).unfinished
        if left < unfinished:
            unfinished, since = left, time.monotonic()
        time.sleep(_LOOK_EVERY_S)


def _final_leftovers(site: Site, slugs: list[str]) -> Leftovers:
    """What became of everything, once it has been tidied up, or the time for that is over."""
    clean_until = time.monotonic() + _CLEAN_WITHIN_S
    while True:
        leftovers = leftovers_of(site.data_dir, slugs)
        is_clean = not leftovers.duplicates + leftovers.orphans + leftovers.temporary
        if (is_clean and not leftovers.unfinished) or time.monotonic() > clean_until:
            return leftovers
        time.sleep(_LOOK_EVERY_S)


def _ends(leftovers: Leftovers, drained_s: float) -> list[Line]:
    states = leftovers.states
    return [
        Line("done", str(states["done"]), f"all ended and tidied after {drained_s:.0f} s"),
        Line("failed", str(states["failed"]), _counts(leftovers.reasons)[1]),
        _none("not ended", leftovers.unfinished),
        _none("lost", states["lost"]),
        _none("duplicate results", leftovers.duplicates),
        _none("orphaned files", leftovers.orphans),
        _none("temporary directories left", leftovers.temporary),
    ]


def _pages(reader: PageReader) -> list[Line]:
    p50, p95 = (statistics.quantiles(reader.seconds, n=100)[rank - 1] for rank in (50, 95))
    what = f"pages: {len(reader.seconds)} read, p50 and p95"
    value = f"{p50 * 1000:.0f} ms, {p95 * 1000:.0f} ms"
    return [
        Line(what, value, target=f"<= {_MAX_PAGE_S * 1000:.0f} ms", holds=p95 <= _MAX_PAGE_S),
        Line("pages not given", *_counts(reader.other_answers)),
    ]


def _memory(before: dict[str, float], after: dict[str, float]) -> list[Line]:
    return [
        Line(f"memory of {name}", f"{after.get(name, 0):.0f} MB", f"{before[name]:.0f} MB before")
        for name in before
    ]


def _none(what: str, number: int) -> Line:
    return Line(what, str(number), target="0", holds=number == 0)


def _counts(counted: "dict[str, int]") -> tuple[str, str]:
    total = str(sum(counted.values()))
    return total, ", ".join(f"{number} {name}" for name, number in sorted(counted.items()))


def _small_upload() -> Parcel:
    rows, columns = np.mgrid[0:96, 0:128]
    pixels = np.dstack((rows * 2, columns * 2, rows + columns)).astype(np.uint8)
    return parcel(cv2.imencode(".jpg", pixels)[1].tobytes(), _RECIPE)


if __name__ == "__main__":
    sys.exit(main())
