"""The web process of a site, served by uvicorn, with its parts wherever a test wants them."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.processes import ROOT, free_port

LONGEST_S = 30
"""A test's own patience, after which a request has failed: the site promises 10 s when idle."""


@dataclass(frozen=True)
class Web:
    """A web process: where it answers, its environment, and what it has printed so far."""

    address: str
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def data_dir(self) -> Path:
        return Path(self.environment["DATA_DIR"])

    def get(self, path: str, **how: Any) -> requests.Response:
        return requests.get(self.address + path, timeout=LONGEST_S, **how)

    def send(self, picture: bytes, path: str = "/api/v1/uploads") -> requests.Response:
        """Upload a picture: by the API, or with `path="/"` as a person does."""
        recipe = {"recipe": '[{"op": "grayscale"}]'}
        answer = requests.get(f"{self.address}/", timeout=LONGEST_S) if path == "/" else None
        token = answer.cookies["csrftoken"] if answer else ""
        return requests.post(
            self.address + path,
            data={"recipe": "grayscale", "csrfmiddlewaretoken": token} if answer else recipe,
            files={"files": ("photo.jpg", picture)},
            cookies=answer.cookies if answer else None,
            timeout=LONGEST_S,
            allow_redirects=False,
        )

    def kept(self) -> tuple[int, int]:
        """How many uploads and pictures have rows in the SQLite database."""
        with closing(sqlite3.connect(self.data_dir / "db.sqlite3")) as connection:
            rows = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in ("uploads_upload", "uploads_picture")
            ]
        return rows[0], rows[1]

    def files(self) -> set[Path]:
        """Everything that was stored or is half stored."""
        folders = [self.data_dir / "media", self.data_dir / "incoming"]
        return {file for folder in folders for file in folder.rglob("*") if file.is_file()}


@contextmanager
def web(data_dir: Path, **environment: str) -> Iterator[Web]:
    """Migrate a database and serve the site until the block ends."""
    everything = {
        **os.environ,
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": "only for tests",
        **environment,
    }
    if "DATABASE_URL" not in environment:
        everything.pop("DATABASE_URL", None)
    migrate = [sys.executable, "manage.py", "migrate", "-v", "0"]
    subprocess.run(migrate, cwd=ROOT, env=everything, check=True, timeout=60)
    port = free_port()
    log = data_dir.parent / f"{data_dir.name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "gazokako.asgi:application", "--port", str(port),
             "--no-proxy-headers", "--no-access-log", "--no-server-header"],
            cwd=ROOT, env=everything, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    served = Web(f"http://127.0.0.1:{port}", everything, log, process)
    try:
        _wait_until_up(served)
        yield served
    finally:
        process.kill()
        process.wait(10)


def _wait_until_up(served: Web) -> None:
    until = time.monotonic() + LONGEST_S
    while True:
        try:
            served.get("/healthz").raise_for_status()
        except requests.RequestException:
            if served.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(served.log.read_text()) from None
            time.sleep(0.1)
        else:
            return


def assert_503(answer: requests.Response, code: str) -> None:
    """It is the answer for a part that is away, in the form of its address."""
    assert answer.status_code == 503, answer.text[:500]
    assert int(answer.headers["Retry-After"]) > 0
    if "/api/" in answer.url:
        assert answer.json()["error"]["code"] == code
        assert answer.json()["error"]["message"]
    else:
        assert "site-header" in answer.text
