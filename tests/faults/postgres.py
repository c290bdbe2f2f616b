"""A private PostgreSQL server that a test may stop, restart and freeze."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.processes import free_port

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Postgres:
    """A server on a Unix socket in a folder of its own and, where one is given, at an address."""

    def __init__(self, folder: Path, ip_address: str = "") -> None:
        self.folder = folder
        self.port = free_port() if ip_address else 5432
        self._ip_address = ip_address
        self.socket = folder / f".s.PGSQL.{self.port}"
        self._run(
            "initdb", "--pgdata", str(folder / "data"), "--username", "gazokako",
            "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8",
        )  # fmt: skip
        if ip_address:
            with (folder / "data/pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {ip_address}/24 trust\n")

    def start(self) -> None:
        options = (
            f"-c listen_addresses='{self._ip_address}' -c port={self.port} "
            f"-c unix_socket_directories={self.folder} -c fsync=off"
        )
        self._control("start", "--wait", "--log", str(self.folder / "log"), "--options", options)

    def stop(self) -> None:
        """As a crash does: connections end without a word."""
        self._control("stop", "--mode", "immediate")

    def signal(self, number: signal.Signals) -> None:
        """To the server and all of its processes."""
        leader = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        for pid in (leader, *map(int, children)):
            os.kill(pid, number)

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        place = f"host={self.folder} port={self.port} user=gazokako dbname=postgres"
        with psycopg.connect(place) as server:
            return server.execute(question).fetchall()

    def url(self, port: int) -> str:
        """How to reach it through something that listens on a port."""
        return f"postgres://gazokako@127.0.0.1:{port}/postgres"

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "--pgdata", str(self.folder / "data"), "--silent", *words)

    def _run(self, program: str, *words: str) -> None:
        as_server = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*as_server, str(_PROGRAMS[-1] / program), *words]
        subprocess.run(command, cwd=self.folder, check=True, timeout=240, stdout=subprocess.DEVNULL)


@contextmanager
def postgres(ip_address: str = "") -> Iterator[Postgres]:
    """Run one, at an address too where one is given; `make test-postgres` installs it."""
    if not _PROGRAMS:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="gazokako-postgres-"))
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
    server = Postgres(folder, ip_address)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
