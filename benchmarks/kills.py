"""Kills processes of a running site at random, by SIGKILL; knows each by its name."""

import os
import random
import signal
import threading
import time
from collections import Counter, deque

from benchmarks import processes
from tests.processes import Site

_NAMES = {
    "valkey-server": "valkey",
    "uvicorn": "web",
    "cameras@": "camera",
    " beat ": "beat",
    "worker": "worker",
}
_MOST_IN_A_MINUTE = 3
"""Of one process of Procfile.dev: the supervisor ends the site at five."""


def supervised(site: Site) -> dict[int, str]:
    """The processes that the supervisor keeps running, by their names in Procfile.dev."""
    commands = site.pids()
    started = processes.children(site.runner.pid)
    return {pid: _name_of(commands[pid]) for pid in started if pid in commands}


def memory_mb(site: Site) -> dict[str, float]:
    """Of each of them with all that it started itself, in 10^6 bytes (PSS)."""
    held: dict[str, float] = {}
    for pid, name in supervised(site).items():
        held[name] = sum(processes.pss_mb(each) for each in _family(pid))
    return held


def _family(pid: int) -> list[int]:
    return [pid, *(kin for child in processes.children(pid) for kin in _family(child))]


def _name_of(command: str) -> str:
    return next((name for mark, name in _NAMES.items() if mark in command), "starting")


class Killer(threading.Thread):
    """Kills one process every so many seconds: any of the site but its supervisor."""

    def __init__(self, site: Site, every_s: float, seed: int) -> None:
        super().__init__(daemon=True)
        self.killed: Counter[str] = Counter()
        self._site = site
        self._every_s = every_s
        self._random = random.Random(seed)  # noqa: S311
        self._lately: dict[str, deque[float]] = {}
        self._is_over = threading.Event()

    def run(self) -> None:
        """Kill until stopped."""
        while not self._is_over.wait(self._every_s):
            self._kill_one()

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def _kill_one(self) -> None:
        kept = supervised(self._site)
        others = {pid: f"child of {name}" for pid, name in self._children(kept).items()}
        victims = others | {pid: name for pid, name in kept.items() if self._may_die(name)}
        pid = self._random.choice(sorted(victims))
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.killed[victims[pid]] += 1
        if pid in kept:
            self._lately.setdefault(kept[pid], deque()).append(time.monotonic())

    def _children(self, kept: dict[int, str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for pid, name in kept.items():
            try:
                found |= dict.fromkeys(_family(pid)[1:], name)
            except OSError:  # ended since it was listed
                continue
        return found

    def _may_die(self, name: str) -> bool:
        lately = self._lately.get(name, deque())
        while lately and lately[0] < time.monotonic() - 60:
            lately.popleft()
        return len(lately) < _MOST_IN_A_MINUTE
