"""Every process of the Procfile on one machine: kept running and ended together."""

import os
import signal
import subprocess

import pytest

from tests.processes import ROOT
from tests.scripts.conftest import wait_until


@pytest.fixture
def one_dyno(tmp_path):
    """Runs scripts/one-dyno with a Procfile of these lines."""
    started = []

    def start(**lines):
        procfile = "".join(f"{name}: {command}\n" for name, command in lines.items())
        (tmp_path / "Procfile").write_text(procfile)
        started.append(
            subprocess.Popen(
                [ROOT / "scripts/one-dyno"],
                cwd=tmp_path,
                env={**os.environ, "DATA_DIR": "data", "ONE_DYNO": "true"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield start
    for run in started:
        run.kill()
        run.wait()


def test_a_process_that_dies_is_started_again_with_its_status_in_the_log(one_dyno, tmp_path):
    run = one_dyno(web="echo up >>web; exec sleep 600", camera="echo up >>camera; exit 3")
    wait_until(lambda: (tmp_path / "camera").exists() and len(lines(tmp_path / "camera")) == 2)

    run.terminate()

    assert "camera ended with exit status 3; it is started again in 1 s" in run.communicate()[1]
    assert lines(tmp_path / "web") == ["up"]


def lines(file):
    return file.read_text().splitlines()


def test_asked_to_stop_it_stops_every_process_and_waits_for_it(one_dyno):
    web = "trap 'echo web ended; exit' TERM; echo web; while :; do sleep 0.05; done"
    run = one_dyno(web=web)
    assert run.stdout.readline() == "web\n"

    run.send_signal(signal.SIGTERM)

    assert run.communicate(timeout=10) == ("web ended\n", "")
    assert run.returncode == 0


def test_the_worker_brings_the_scheduler_along_and_the_release_stays_out(one_dyno):
    stays = "; exec sleep 600"
    run = one_dyno(
        release="echo release", beat="echo beat", worker="sh -c 'echo worker $1' sh", web=stays[2:]
    )

    assert run.stdout.readline() == "worker --beat\n"


def test_what_killed_processes_left_in_the_temporary_folder_is_gone(one_dyno, tmp_path):
    left = tmp_path / "data/temporary/pymp-killed"
    left.mkdir(parents=True)

    run = one_dyno(web='echo "$TMPDIR $ONE_DYNO"; exec sleep 600')

    assert run.stdout.readline() == f"{tmp_path}/data/temporary false\n"
    assert not left.exists()


def test_a_switch_that_is_neither_on_nor_off_stops_the_start_with_one_sentence():
    run = subprocess.run(
        [ROOT / "scripts/web"],
        env={**os.environ, "ONE_DYNO": "perhaps"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "gazokako cannot start: ONE_DYNO must be true or false.\n"
