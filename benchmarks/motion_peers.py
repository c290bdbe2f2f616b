"""Starts the two that look for movement, ours and the `motion` daemon, and says what they saw."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Self

from benchmarks import processes
from benchmarks.site import ROOT

_STOP_WITHIN_S = 10

_DAEMON_CONFIGURATION = """\
daemon off
setup_mode off
log_level 4
log_file {directory}/log
target_dir {directory}/pictures
netcam_url {address}
width {width}
height {height}
framerate {fps}
picture_output {pictures}
picture_filename %s-%q
movie_output off
webcontrol_port 0
stream_port 0
event_gap 1
"""
"""Detection itself is left at the daemon's defaults."""


class Peer:
    """A process that reads an MJPEG address; used as a context."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._directory.mkdir(parents=True)
        with (self._directory / "output").open("wb") as output:
            self._process = subprocess.Popen(
                self.command(), cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
            )
        return self

    def __exit__(self, *_error: object) -> None:
        process = self._running()
        process.terminate()
        try:
            process.wait(_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def command(self) -> list[str]:
        raise NotImplementedError

    def moving_at(self) -> list[float]:
        """When movement was seen, in seconds since 1970."""
        raise NotImplementedError

    def cpu_ticks(self) -> int:
        return processes.cpu_ticks(self._running().pid)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            raise RuntimeError(f"{self.command()[0]} has not been started")
        return self._process


class OurDetector(Peer):
    """`motion_reader` in a Python of its own."""

    def __init__(self, directory: Path, address: str) -> None:
        super().__init__(directory)
        self._address = address

    def command(self) -> list[str]:
        return [sys.executable, "-m", "benchmarks.motion_reader", self._address]

    def moving_at(self) -> list[float]:
        return [float(line) for line in (self._directory / "output").read_text().split()]


class Daemon(Peer):
    """Debian's `motion`, in C; with `pictures` it writes one for each moving frame."""

    def __init__(
        self, directory: Path, address: str, *, size: tuple[int, int], fps: float, pictures: bool
    ) -> None:
        super().__init__(directory)
        self._fps = fps
        self._configuration = _DAEMON_CONFIGURATION.format(
            directory=directory,
            address=address,
            width=size[0],
            height=size[1],
            fps=round(fps),
            pictures="on" if pictures else "off",
        )

    def command(self) -> list[str]:
        configuration = self._directory / "motion.conf"
        configuration.write_text(self._configuration)
        return ["motion", "-n", "-c", str(configuration)]

    def moving_at(self) -> list[float]:
        """From the names of the pictures: seconds, and the number of the frame within them."""
        names = [path.stem.split("-") for path in (self._directory / "pictures").glob("*.jpg")]
        return sorted(int(second) + int(number) / self._fps for second, number in names)


def install_daemon() -> None:
    """Install Debian's package where it is missing, or say that it has to be."""
    if shutil.which("motion") is None:
        subprocess.run([ROOT / "scripts/need-packages", "motion"], check=True)
