"""Starts the whole site as `make run` does, for tests that need every process for real."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Site:
    """A running site: where it answers, where its data is, and what it has printed so far."""

    address: str
    data_dir: Path
    runner: "subprocess.Popen[bytes]"
    log: Path

    def pids(self) -> dict[int, str]:
        """Every process of this site with its command, known by DATA_DIR in its environment.

        Valkey writes over its environment; its command names the socket in DATA_DIR.
        """
        mark = f"DATA_DIR={self.data_dir}".encode()
        socket_of_valkey = f"unixsocket:{self.data_dir}/valkey.sock"
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_text().replace("\0", " ")
                is_of_site = mark in (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if is_of_site or socket_of_valkey in command:
                found[int(folder.name)] = command
        return found


def environment_of(data_dir: Path) -> dict[str, str]:
    """What makes a command one of a site's: its directory, where its own database is."""
    environment = {**os.environ, "DATA_DIR": str(data_dir)}
    environment.pop("DATABASE_URL", None)
    return environment


@contextmanager
def running_site(data_dir: Path, port: int | None = None, **settings: str) -> Iterator[Site]:
    """Start the site, on a free port unless one is given; on leaving, end it as Ctrl-C does."""
    port = port or free_port()
    log = data_dir / "log"
    data_dir.mkdir(parents=True, exist_ok=True)
    environment = {
        **environment_of(data_dir),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PORT": str(port),
        "SECRET_KEY": "only for tests",
        **settings,
    }
    with log.open("wb") as output:
        runner = subprocess.Popen(
            [ROOT / "scripts/run-site"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = Site(f"http://127.0.0.1:{port}", data_dir, runner, log)
    try:
        wait_until_up(site)
        yield site
    finally:
        interrupt(site)


def interrupt(site: Site) -> None:
    """Ctrl-C: the terminal sends it to everything in the foreground."""
    if site.runner.poll() is None:
        os.killpg(site.runner.pid, signal.SIGINT)
        site.runner.wait(20)


@contextmanager
def temporary_site() -> Iterator[Site]:
    """A site in a folder that is removed with it."""
    with (
        TemporaryDirectory(prefix="gazokako-site-", ignore_cleanup_errors=True) as folder,
        running_site(Path(folder)) as site,
    ):
        yield site


def wait_until_up(site: Site, timeout_s: float = 180) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            requests.get(f"{site.address}/healthz", timeout=5).raise_for_status()
        except requests.RequestException:
            if time.monotonic() > deadline or site.runner.poll() is not None:
                raise RuntimeError(f"the site did not start:\n{site.log.read_text()}") from None
            time.sleep(0.1)
        else:
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
