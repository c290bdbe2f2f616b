"""Runs the lines of a Procfile beside each other, and starts again whatever dies.

usage: supervise.py [--grace-s SECONDS] [--last NAME] <Procfile

A process that dies is started again after 1, 2, 4, 8 s; one that dies five times within a minute
ends everything, with exit status 1. SIGTERM, SIGINT or SIGHUP end every process by SIGTERM, and
what is left after the grace period by SIGKILL; the process NAME ends after all others. Should this
process itself be killed, Linux kills what it started (prctl(2), PR_SET_PDEATHSIG).
"""

import argparse
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from supervised_process import MAX_DEATHS, SupervisedProcess

_GRACE_OF_LAST_S = 1.0
_LOOK_EVERY_S = 60.0
_STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_WAKING = {signal.SIGCHLD, *_STOPPING}

log = logging.getLogger("supervisor")


def supervise(processes: Sequence[SupervisedProcess], grace_s: float, last: str | None) -> int:
    """Keep processes running until asked to stop; the exit status: 1 where one kept dying."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell has its background jobs ignore it
    signal.pthread_sigmask(signal.SIG_BLOCK, _WAKING)
    crash_looping = _keep_running(processes)
    if crash_looping:
        log.critical(
            "%s died %d times within a minute, so everything ends: the lines above say why",
            crash_looping.name,
            MAX_DEATHS,
        )
    _stop([process for process in processes if process.name != last], grace_s)
    _stop([process for process in processes if process.name == last], _GRACE_OF_LAST_S)
    return 1 if crash_looping else 0


def _keep_running(processes: Sequence[SupervisedProcess]) -> SupervisedProcess | None:
    """Return None when asked to stop, or the process that keeps dying."""
    while True:
        for process in processes:
            process.notice_death()
            if process.keeps_dying:
                return process
            if process.start_in_s <= 0:
                process.start()
        _reap_adopted({process.pid for process in processes})
        wait_s = min(_LOOK_EVERY_S, *(process.start_in_s for process in processes))
        received = signal.sigtimedwait(_WAKING, max(0, wait_s))
        if received and received.si_signo in _STOPPING:
            return None


def _stop(processes: Sequence[SupervisedProcess], grace_s: float) -> None:
    """End processes, by force after the grace period."""
    deadline = time.monotonic() + grace_s
    for process in processes:
        process.terminate()
    while not all(process.has_ended for process in processes):
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            break
        signal.sigtimedwait({signal.SIGCHLD}, left_s)
    for process in processes:
        if not process.has_ended:
            log.warning("%s did not end within %g s and is killed", process.name, grace_s)
        process.kill()


def _reap_adopted(own: set[int | None]) -> None:
    """Reap dead processes that others left behind: PID 1 of a container inherits them."""
    peek = os.WEXITED | os.WNOHANG | os.WNOWAIT
    try:
        while (dead := os.waitid(os.P_ALL, 0, peek)) and dead.si_pid not in own:
            os.waitpid(dead.si_pid, 0)
    except ChildProcessError:
        return


class _LineFormatter(logging.Formatter):
    """Lines like those of the site's own processes, as LOG_FORMAT says."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as one line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        level, name, event = record.levelname, record.name, record.getMessage()
        if os.environ.get("LOG_FORMAT") == "json":
            line = {"event": event, "level": level.lower(), "logger": name, "timestamp": moment}
            return json.dumps(line)
        return f"{moment} {level} {name}: {event}"


def processes_of(procfile: Iterable[str]) -> list[SupervisedProcess]:
    """The processes of a Procfile's lines, `name: command`."""
    lines = (line.strip().partition(":") for line in procfile)
    return [SupervisedProcess(name, command.strip()) for name, _colon, command in lines if command]


def main() -> int:
    """Supervise what standard input lists."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--grace-s", type=float, default=10)
    parser.add_argument("--last")
    options = parser.parse_args()
    handler = logging.StreamHandler()
    handler.setFormatter(_LineFormatter())
    logging.basicConfig(handlers=[handler])
    return supervise(processes_of(sys.stdin), options.grace_s, options.last)


if __name__ == "__main__":
    sys.exit(main())
