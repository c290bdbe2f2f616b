"""The observer as a process: it starts, it is asked to stop, it meets another of its kind."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from gazokako.observer_file import observer_pyz
from observer.spool import Spool
from tests.observer.films import write_film
from tests.processes import free_port
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def pyz(tmp_path_factory):
    """The one file that is copied to other machines."""
    path = tmp_path_factory.mktemp("elsewhere") / "observer.pyz"
    path.write_bytes(observer_pyz())
    return path


@pytest.fixture
def film(tmp_path):
    return write_film(tmp_path / "film.avi")


@pytest.fixture
def command(pyz, film, tmp_path):
    """Python that sees no modules of ours but those in the file, and a site that is away."""
    options = f"--url http://127.0.0.1:{free_port()} --interval 0.05 --spool {tmp_path / 'spool'}"
    return [sys.executable, "-I", pyz, f"{film}=door", *options.split()]


def run(command, **environment):
    environment = {"PATH": os.environ["PATH"], "OBSERVER_TOKEN": "x", **environment}
    return subprocess.run(
        command,
        env=environment,
        cwd="/",
        timeout=60,
        check=False,
        capture_output=True,
        text=True,
    )


@contextmanager
def running(command):
    observer = subprocess.Popen(
        command,
        env={"PATH": os.environ["PATH"], "OBSERVER_TOKEN": "x"},
        cwd="/",
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield observer
    finally:
        observer.kill()
        observer.communicate()


def waiting(tmp_path):
    return len(list((tmp_path / "spool" / "door").glob("*.frame")))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_good_order_and_has_every_picture_on_disk(command, tmp_path, number):
    with running(command) as observer:
        wait_for(lambda: waiting(tmp_path) > 3)
        observer.send_signal(number)
        _out, log = observer.communicate(timeout=20)

    assert observer.returncode == 0
    assert "the site cannot be reached" in log
    taken = waiting(tmp_path)
    assert f"door: {taken} pictures taken, {taken} wait on disk" in log


def test_a_second_one_on_the_same_directory_is_refused(command, tmp_path):
    with running(command):
        wait_for(lambda: waiting(tmp_path) > 0)
        second = run(command)

    assert second.returncode == 2
    assert second.stderr == (
        f"observer: another observer uses {tmp_path}/spool; give each its own directory by"
        " --spool\n"
    )


def test_a_film_that_ends_begins_anew(command, tmp_path):
    with running(command):
        wait_for(lambda: waiting(tmp_path) > 25)


def test_a_picture_for_cron_that_cannot_be_sent_waits_and_the_exit_code_says_so(command, tmp_path):
    once = run([*command, "--once"])

    assert once.returncode == 1
    assert "door: the site cannot be reached (ConnectionError)" in once.stderr
    assert waiting(tmp_path) == 1
    assert Spool(tmp_path / "spool" / "door", 10).oldest().jpeg.startswith(b"\xff\xd8")


def test_a_camera_that_is_not_there_is_reported_and_the_others_go_on(command, tmp_path):
    once = run([*command, "--once", "/no/such/camera=yard"])

    assert once.returncode == 1
    assert "yard: it cannot be opened" in once.stderr
    assert waiting(tmp_path) == 1


def test_a_directory_that_cannot_be_made_is_reported(command):
    refused = run([*command, "--spool", "/proc/spool"])

    assert refused.returncode == 2
    assert "pictures cannot be kept in /proc/spool" in refused.stderr


def test_no_secret_is_printed(command):
    once = run([*command, "--once"], OBSERVER_TOKEN="very-secret")

    assert "very-secret" not in once.stdout + once.stderr
