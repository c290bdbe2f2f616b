"""One process that is started again when it dies, and that ends with the one that started it."""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable

MAX_DEATHS = 5
_WITHIN_S = 60.0
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_LIBC = ctypes.CDLL(None)

log = logging.getLogger("supervisor")


class SupervisedProcess:
    """A shell command: its process, and when that died within the last minute."""

    def __init__(self, name: str, command: str) -> None:
        self.name = name
        self._command = command
        self._running: subprocess.Popen[bytes] | None = None
        self._deaths: list[float] = []
        self._start_at = 0.0

    def start(self) -> None:
        """Start it in a process group of its own, which Ctrl-C in the terminal does not reach."""
        self._running = subprocess.Popen(
            ["sh", "-c", self._command],
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509  (there are no threads here)
        )

    @property
    def pid(self) -> int | None:
        return self._running.pid if self._running else None

    @property
    def start_in_s(self) -> float:
        """Seconds until it is to be started; infinite while it runs."""
        return float("inf") if self._running else self._start_at - time.monotonic()

    @property
    def keeps_dying(self) -> bool:
        return len(self._deaths) >= MAX_DEATHS

    @property
    def has_ended(self) -> bool:
        return self._running is None or self._running.poll() is not None

    def notice_death(self) -> None:
        """Where it has died, log how, kill its own children, and set when it is started again."""
        status = self._running.poll() if self._running else None
        if status is None:
            return
        self.kill()
        now = time.monotonic()
        self._deaths = [death for death in self._deaths if death > now - _WITHIN_S] + [now]
        delay_s = 2 ** (len(self._deaths) - 1)
        self._start_at = now + delay_s
        what_next = "" if self.keeps_dying else f"; it is started again in {delay_s} s"
        log.error("%s %s%s", self.name, _how_it_ended(status), what_next)

    def terminate(self) -> None:
        """Ask it to end."""
        if self._running and not self.has_ended:
            self._running.terminate()

    def kill(self) -> None:
        """Kill what is left of it and of the processes that it started."""
        if self._running is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait()
        self._running = None


def _end_with(parent: int) -> Callable[[], None]:
    """What a new process does before its command: have Linux kill it when its parent dies."""

    def prepare() -> None:
        if hasattr(_LIBC, "prctl"):
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has died already
            os._exit(1)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])

    return prepare


def _how_it_ended(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with exit status {status}"
