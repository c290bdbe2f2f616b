"""An observer pushes through restarts of the site and of itself; each picture arrives once."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gazokako.observer_file import observer_pyz
from tests.observer.films import write_film
from tests.processes import ROOT, environment_of, free_port, running_site
from tests.waiting import wait_for


@pytest.fixture
def folder():
    # A Unix socket's address is short: pytest's own directories are too deep.
    with tempfile.TemporaryDirectory(prefix="gk-", ignore_cleanup_errors=True) as name:
        write_film(Path(name) / "film.avi")
        (Path(name) / "observer.pyz").write_bytes(observer_pyz())
        yield Path(name)


def manage(site, *words, **environment):
    """Run one of the site's own commands."""
    own = {"SECRET_KEY": "only for tests", "SITE_URL": site.address}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**environment_of(site.data_dir), **own, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def add_camera(site, slug="door"):
    """A camera that takes pushed frames; its token."""
    run = manage(site, "camera", "add", slug, "push:", "--on")
    return re.search(r"shown this once: (\S+)", run.stdout)[1]


@contextmanager
def observing(folder, port, token):
    """A running observer of a film, four pictures a second."""
    words = f"--url http://127.0.0.1:{port} --interval 0.25 --comment hello"
    command = [sys.executable, "-I", "observer.pyz", "film.avi=door", *words.split()]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "OBSERVER_TOKEN": token}
    observer = subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        yield observer
    finally:
        observer.kill()
        observer.communicate()


def ended(observer):
    """Tell an observer to end; what it says it has taken, and what still waits."""
    observer.send_signal(signal.SIGTERM)
    _out, log = observer.communicate(timeout=20)
    assert observer.returncode == 0, log
    return [int(number) for number in re.search(r"(\d+) pictures taken, (\d+) wait", log).groups()]


def spooled(folder):
    """The times of what waits on disk."""
    return {path.stem for path in (folder / ".gazokako-observer/door").glob("*.frame")}


TIMES = """
select taken_at, reason, comment from recordings_recording
join cameras_camera on cameras_camera.id = camera_id where slug = ?
"""


def arrived(data_dir, slug="door"):
    """The times of a camera's recordings, each as often as it is there."""
    with sqlite3.connect(data_dir / "db.sqlite3", timeout=20) as database:
        rows = database.execute(TIMES, (slug,)).fetchall()
    assert {row[1:] for row in rows} <= {("observer", "hello")}
    return sorted(row[0] for row in rows)


def test_every_picture_taken_while_the_site_restarts_arrives_once(folder):
    data_dir, port = folder / "site", free_port()
    data_dir.mkdir()
    with running_site(data_dir, port) as site:
        token = add_camera(site)
        with observing(folder, port, token) as observer:
            wait_for(lambda: len(arrived(data_dir)) >= 8)
            os.killpg(site.runner.pid, signal.SIGINT)
            site.runner.wait(20)
            wait_for(lambda: len(spooled(folder)) >= 8)
            with running_site(data_dir, port):
                before = len(arrived(data_dir))
                wait_for(lambda: len(arrived(data_dir)) > before + 12 and not spooled(folder))
                taken, waiting = ended(observer)
                wait_for(lambda: len(arrived(data_dir)) >= taken - waiting)
                times = arrived(data_dir)

    assert len(times) == len(set(times)) == taken - waiting


def test_frames_on_disk_outlive_kill_9_of_observer_and_site(folder):
    data_dir, port = folder / "site", free_port()
    data_dir.mkdir()
    with running_site(data_dir, port) as site:
        token = add_camera(site)
        site.runner.kill()
        site.runner.wait(20)
        wait_for(lambda: not site.pids())
    with observing(folder, port, token):
        wait_for(lambda: len(spooled(folder)) >= 8)
    kept = spooled(folder)

    with running_site(data_dir, port), observing(folder, port, token) as observer:
        wait_for(lambda: len(arrived(data_dir)) > len(kept) and not spooled(folder) & kept)
        ended(observer)
        wait_for(lambda: kept <= as_stems(arrived(data_dir)))

    times = arrived(data_dir)
    assert len(times) == len(set(times))


def as_stems(times):
    """Times of rows as the observer names its files."""
    parsed = (datetime.fromisoformat(time).replace(tzinfo=UTC) for time in times)
    return {f"{moment.timestamp():.6f}" for moment in parsed}


def test_the_sites_own_command_sends_one_picture_for_cron(site, folder):
    token = add_camera(site, "lane")
    words = ("observer", f"{folder}/film.avi=lane", "--comment", "hello", "--once")

    sent = manage(site, *words, OBSERVER_TOKEN=token)

    assert (sent.returncode, sent.stderr) == (0, "")
    wait_for(lambda: len(arrived(site.data_dir, "lane")) == 1)
    assert list((site.data_dir / "observer/lane").iterdir()) == []


def test_the_sites_own_command_says_what_it_lacks(site, folder):
    refused = manage(site, "observer", f"{folder}/film.avi=lane", "--once")

    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: nothing lets pictures in for lane: set")
