"""A machine: a disk, a network, a name and process ids of its own, by spaces of the kernel."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.machines.network import add_machine, inside
from tests.processes import ROOT

_SCRIPT = ROOT / "tests/rehearsal/dyno.sh"
_SPACES = ["unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"]


class Machine:
    """Runs processes of the Procfile; everything it writes is in `disk`, which no other sees."""

    def __init__(
        self, name: str, address: str, folder: Path, processes: Sequence[str], **settings: str
    ) -> None:
        self.name = name
        self.address = address
        self.disk = folder / name
        self.log = folder / f"{name}.log"
        (self.disk / "temporary").mkdir(parents=True)
        add_machine(name, address)
        self._seen_as = folder / "disk"
        self._command = "".join(f"scripts/process {process} & " for process in processes) + "wait"
        self._settings = settings
        self._starts = 0

    @property
    def web(self) -> str:
        return f"http://{self.address}:8000"

    def start(self, around: Mapping[str, str]) -> None:
        """Switch it on."""
        self._starts += 1
        environment = {
            **around,
            **self._settings,
            "DATA_DIR": str(self._seen_as),
            "TMPDIR": f"{self._seen_as}/temporary",
            "PORT": "8000",
        }
        place = [self.name, str(ROOT), str(self.disk), str(self._seen_as), self._command]
        with self.log.open("ab") as log:
            self.power = subprocess.Popen(
                [*inside(self.name), *_SPACES, str(_SCRIPT), *place],
                env=environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def works(self) -> bool:
        """Whether its worker has come up since it was switched on."""
        return self.log.read_text().count(f"celery@{self.name} ready.") == self._starts

    def lose_power(self) -> None:
        """Everything on it ends at once; nobody is told."""
        self.power.send_signal(signal.SIGKILL)
        self.power.wait(20)

    def files(self) -> set[str]:
        """What is on its disk."""
        found = (file for file in self.disk.rglob("*") if file.is_file())
        return {str(file.relative_to(self.disk)) for file in found}
