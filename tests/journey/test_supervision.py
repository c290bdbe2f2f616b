"""Processes of the running site are killed: each comes back, and none outlives the supervisor."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
import requests

from benchmarks import processes
from tests.journey.uploads import post, settled
from tests.processes import ROOT, environment_of, running_site, temporary_site
from tests.scripts.conftest import wait_until

KINDS = {
    "valkey": "valkey-server",
    "web": "uvicorn",
    "worker": "--queues pictures",
    "clips": "--hostname clips@",
    "camera": "--hostname cameras@",
    "beat": " beat ",
}


@pytest.fixture(scope="module")
def own_site():
    """A site whose processes may be killed."""
    with temporary_site() as site:
        yield site


def pid_of(site, name):
    """The process that the supervisor started under a name of Procfile.dev, if it runs."""
    commands = site.pids()
    started = processes.children(site.runner.pid)
    return next((pid for pid in started if KINDS[name] in commands.get(pid, "")), None)


def is_ready(site):
    try:
        return requests.get(f"{site.address}/readyz", timeout=10).ok
    except requests.RequestException:
        return False


@pytest.mark.parametrize("name", KINDS)
def test_a_killed_process_comes_back_and_pictures_are_done(own_site, name, face_jpeg):
    wait_until(lambda: pid_of(own_site, name))
    killed = pid_of(own_site, name)

    os.kill(killed, signal.SIGKILL)

    wait_until(lambda: pid_of(own_site, name) not in (None, killed))
    wait_until(lambda: is_ready(own_site))
    assert settled(own_site, post(own_site, face_jpeg)["slug"])["state"] == "done"
    assert f"supervisor: {name} was ended by SIGKILL" in own_site.log.read_text()


def test_a_second_start_on_the_same_folder_is_refused_and_harms_nothing(own_site):
    second = subprocess.run(
        [ROOT / "scripts/run-site"],
        cwd=ROOT,
        env={**environment_of(own_site.data_dir), "PORT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.returncode == 1
    assert second.stderr.startswith("gazokako cannot start: a site runs with this DATA_DIR already")
    assert is_ready(own_site)


def test_nothing_outlives_a_supervisor_that_is_killed_and_the_site_starts_again(face_jpeg):
    with tempfile.TemporaryDirectory(prefix="gazokako-kill-", ignore_cleanup_errors=True) as name:
        with running_site(Path(name)) as first:
            wait_until(lambda: is_ready(first))
            port = int(first.address.rpartition(":")[2])
            left = Path(name, "temporary/pymp-killed")
            left.mkdir()
            assert len(first.pids()) > len(KINDS)

            first.runner.kill()
            first.runner.wait()

            wait_until(lambda: first.pids() == {})
        with running_site(Path(name), port) as second:
            assert settled(second, post(second, face_jpeg)["slug"])["state"] == "done"
            assert not left.exists()
