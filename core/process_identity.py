"""Names a process so that another one on the same machine can see whether it still runs."""

import os
from functools import lru_cache
from pathlib import Path

from core.tokens import new_key


def this_process() -> str:
    """`MACHINE PID START`: unlike a bare process id, never the name of a later process."""
    pid = os.getpid()
    return f"{this_machine()} {pid} {_start_of(pid)}"


@lru_cache(maxsize=1)
def this_machine() -> str:
    """This start of the kernel and this container: both have process ids of their own.

    Without Linux' /proc it is a word of this process alone, so that nobody judges another.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{Path('/proc/self/ns/pid').stat().st_ino}"
    except FileNotFoundError:
        return new_key()


def pid_of(process: str) -> str:
    """Its process id, on whichever machine it runs."""
    return process.split()[1] if process else "unknown"


def has_ended(process: str) -> bool:
    """Whether a process is known to run no more; of one on another machine nothing is known."""
    machine, _, rest = process.partition(" ")
    if machine != this_machine():
        return False
    pid, _, start = rest.partition(" ")
    return _start_of(int(pid)) != start


def _start_of(pid: int) -> str:
    """When a process was started, in clock ticks since the start of the kernel; "" if it ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    state, *fields = stat.rpartition(")")[2].split()  # proc(5): the name before it may hold blanks
    return "" if state in "ZX" else fields[18]
