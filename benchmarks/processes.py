"""What Linux says of a running process: its children and its memory."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

_AT_REST_FOR_S = 1.0
_AT_REST_WITHIN_S = 30


def children(pid: int) -> list[int]:
    """The processes that one started itself."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def rss_mb(pid: int) -> float:
    """Resident memory, pages shared with other processes included, in 10^6 bytes."""
    return _bytes_of(Path(f"/proc/{pid}/status"), "VmRSS:") / 1e6


def pss_mb(pid: int) -> float:
    """Resident memory where a page shared by n processes counts 1/n, in 10^6 bytes."""
    return _bytes_of(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") / 1e6


def cpu_s(pid: int) -> float:
    """Processor time a process has used, user and system, in seconds."""
    return cpu_ticks(pid) / float(os.sysconf("SC_CLK_TCK"))


def wait_for_rest(pids: Sequence[int]) -> None:
    """Return when no process has used the processor for a second."""
    deadline = time.monotonic() + _AT_REST_WITHIN_S
    before: list[int] = []
    while (now := [cpu_ticks(pid) for pid in pids]) != before:
        if time.monotonic() > deadline:
            raise RuntimeError(f"the processes {list(pids)} do not come to rest")
        before = now
        time.sleep(_AT_REST_FOR_S)


def _bytes_of(table: Path, name: str) -> int:
    for line in table.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"{table} says nothing of {name}")


def cpu_ticks(pid: int) -> int:
    """Processor time, user and system, in ticks (proc(5), stat, fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
