"""A worker and a scheduler of the site, with a Valkey of their own that a test may take away."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from tests.environment import start_valkey
from tests.processes import ROOT

_CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "gazokako"]
_PROGRAMS = {
    "worker": ["worker", "--queues", "pictures,housekeeping", "--concurrency", "1"],
    "beat": ["beat"],
}
_SUBMIT = """
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from processing.recipe import Recipe
from uploads.intake import submit
import json
for _ in range({uploads}):
    picture = SimpleUploadedFile("a.jpg", Path({picture!r}).read_bytes())
    submit([picture], Recipe.parse(json.loads({recipe!r})), 3600)
"""


@dataclass
class Workers:
    """The processes by name, and where they and their Valkey keep things."""

    folder: Path
    valkey: "subprocess.Popen[bytes]"
    settings: dict[str, str]
    processes: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        around = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **around,
            "DATA_DIR": str(self.folder),
            "SECRET_KEY": "only for tests",
            "REDIS_URL": f"unix://{self.folder}/valkey.sock",
            **self.settings,
        }

    def redis(self) -> "Redis":
        return Redis(unix_socket_path=str(self.folder / "valkey.sock"))

    def stop_valkey(self) -> None:
        self.valkey.kill()
        self.valkey.wait(10)
        (self.folder / "valkey.sock").unlink()

    def start_valkey(self) -> None:
        self.valkey = start_valkey(self.folder)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def django(self, program: str) -> str:
        """What a program prints that runs in this site."""
        shell = [sys.executable, "manage.py", "shell", "-v", "0", "-c", program]
        return subprocess.run(
            shell, cwd=ROOT, env=self.environment, capture_output=True, text=True,
            check=True, timeout=60,
        ).stdout.strip()  # fmt: skip

    def submit(self, content: bytes, recipe: str, uploads: int = 1) -> None:
        """Have pictures taken in as the web process does, each as an upload of its own."""
        picture = self.folder / "submitted.jpg"
        picture.write_bytes(content)
        self.django(_SUBMIT.format(uploads=uploads, picture=str(picture), recipe=recipe))

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What its SQLite database answers."""
        with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=30)) as database:
            return database.execute(question).fetchall()

    def stored(self) -> set[str]:
        """The keys of all files that it has on its disk."""
        media = self.folder / "media"
        return {str(file.relative_to(media)) for file in media.rglob("*") if file.is_file()}

    def queue_length(self) -> int:
        """How many messages wait; endless while Valkey is away."""
        try:
            return int(self.redis().llen("pictures"))
        except RedisConnectionError:
            return sys.maxsize

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as output:
            self.processes[name] = subprocess.Popen(
                [*_CELERY, *_PROGRAMS[name], "--loglevel", "WARNING"],
                cwd=ROOT, env=self.environment, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip


@contextmanager
def workers(folder: Path, **settings: str) -> Iterator[Workers]:
    """Start a worker with one child, and a scheduler; end them and their Valkey.

    Unless the settings name another, their database is SQLite.
    """
    started = Workers(folder, start_valkey(folder), settings)
    environment = started.environment
    migrate = [sys.executable, "manage.py", "migrate", "-v", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True, timeout=60)
    try:
        for name in _PROGRAMS:
            started.start(name)
        yield started
    finally:
        for process in (*started.processes.values(), started.valkey):
            end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """In good order, or where it does not by force."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def wait_until(is_so: Callable[[], bool], within_s: float) -> bool:
    """Whether something came true in time."""
    until = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True
