"""One process of the site on a disk of its own, ended as Heroku ends one."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_SCRIPT = Path(__file__).with_name("dyno.sh")
KILLED_AFTER_S = 30


@dataclass
class Ended:
    """How a dyno ended: seconds from SIGTERM on, and the megabytes it had held (PSS, 10^6)."""

    name: str
    seconds: float
    was_killed: bool
    memory_mb: float


@dataclass
class Dyno:
    """A command running in a slug, with an environment and a folder that only it can write."""

    name: str
    slug: Path
    command: str
    environment: Mapping[str, str]
    folder: Path
    process: "subprocess.Popen[bytes]" = field(init=False)

    @property
    def log(self) -> Path:
        return self.folder.with_name(self.folder.name + ".log")

    def start(self) -> None:
        """Start it; what it prints goes to `log`."""
        (self.folder / "temporary").mkdir(parents=True)
        writable = self.environment["DATA_DIR"]
        spaces = ["unshare", "--mount", "--uts"]
        if os.getuid() != 0:
            spaces += ["--user", "--map-root-user"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*spaces, _SCRIPT, self.name, self.slug, self.folder, writable, self.command],
                env={**self.environment, "TMPDIR": f"{writable}/temporary"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def run(self, timeout_s: float = 120) -> str:
        """Start it, wait for its end and return what it printed. Raises where it failed."""
        self.start()
        status = self.process.wait(timeout_s)
        printed = self.log.read_text()
        if status != 0:
            raise RuntimeError(f"`{self.command}` ended with status {status}:\n{printed}")
        return printed

    def stop(self) -> Ended:
        """SIGTERM to every process in it, as Heroku sends it; SIGKILL to what is left too late."""
        memory_mb = sum(_pss_mb(pid) for pid in self._pids())
        began = time.monotonic()
        self._signal(signal.SIGTERM)
        while self._pids() and time.monotonic() < began + KILLED_AFTER_S:
            self.process.poll()
            time.sleep(0.02)
        seconds = time.monotonic() - began
        was_killed = bool(self._pids())
        self._signal(signal.SIGKILL)
        self.process.wait(10)
        return Ended(self.name, seconds, was_killed, memory_mb)

    def _signal(self, number: signal.Signals) -> None:
        for pid in self._pids():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue

    def _pids(self) -> list[int]:
        """Every process in this dyno's session that has not ended."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid and fields[0] != "Z":
                found.append(int(folder.name))
        return found


def _pss_mb(pid: int) -> float:
    try:
        table = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in table.splitlines() if line[:4] == "Pss:") / 1000
