"""A supervisor of fake processes: shell lines that write what they do."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes import ROOT
from tests.waiting import wait_for

_WITHIN_S = 60


class Supervisor:
    """A running scripts/supervise.py; each line of its Procfile may write into `folder`."""

    def __init__(
        self, folder: Path, inside: list[str], options: list[str], lines: dict[str, str]
    ) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [*inside, sys.executable, ROOT / "scripts/supervise.py", *options],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "SUPERVISED_IN": str(folder)},
        )
        procfile = "".join(f"{name}: {command}\n" for name, command in lines.items())
        self.process.stdin.write(procfile)
        self.process.stdin.close()
        self.process.stdin = None

    def pids(self) -> set[int]:
        """Every process that it started, and theirs, known by their environment."""
        mark = f"SUPERVISED_IN={self.folder}".encode()
        found = set()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.add(int(folder.name))
            except OSError:
                continue
        return found - {self.process.pid}

    def lines_of(self, name: str) -> list[str]:
        """What a process has written into the file of this name."""
        file = self.folder / name
        return file.read_text().split() if file.exists() else []

    def ended(self) -> tuple[str, str]:
        """What it printed, and its log, once it has ended."""
        return self.process.communicate(timeout=_WITHIN_S)


def wait_until(is_so: Callable[[], object]) -> None:
    """Return when it is so; fail after 20 s."""
    wait_for(is_so, _WITHIN_S)


@pytest.fixture
def supervise(tmp_path):
    """Starts a supervisor of the given lines, perhaps by another program (`inside`)."""
    started = []

    def start(*options, inside=(), **lines):
        started.append(Supervisor(tmp_path, list(inside), list(options), lines))
        return started[-1]

    yield start
    for supervisor in started:
        for pid in [supervisor.process.pid, *supervisor.pids()]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        supervisor.process.wait()
