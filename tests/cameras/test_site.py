"""Cameras through real processes: what fails, what is killed, and who goes on all the same."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import requests
from redis import Redis

from processing.images import decode_reduced
from processing.limits import Limits
from tests.cameras import films
from tests.cameras.network_camera import network_camera
from tests.cameras.viewer import Viewer
from tests.processes import ROOT, running_site

SECRET = "streng-geheim"  # noqa: S105  (made up, looked for in the log)
MAX_VIEWERS = 6


class CameraSite:
    """A running site with cameras, and what tests ask of it."""

    def __init__(self, site):
        self.site = site
        self.redis = Redis(unix_socket_path=str(site.data_dir / "valkey.sock"))
        self.clips = site.data_dir / "clips"

    def manage(self, *arguments, check=True):
        return subprocess.run(
            [sys.executable, "manage.py", "camera", *arguments],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": str(self.site.data_dir), "SECRET_KEY": "only for tests"},
            capture_output=True,
            text=True,
            check=check,
        ).stdout

    def add(self, slug, source, *options):
        self.manage("add", slug, source, "--visibility", "public", "--on", *options)

    def camera(self, slug):
        answer = requests.get(f"{self.site.address}/api/v1/cameras/{slug}", timeout=10)
        return answer.json()

    def wait(self, slug, state, reason=None, timeout_s=30):
        """Until a camera is in a state, perhaps for a reason (a part of its sentence)."""

        def is_so():
            camera = self.camera(slug)
            return camera["state"] == state and (reason is None or reason in camera["reason"])

        wait_for(is_so, timeout_s, lambda: f"{self.camera(slug)}\n{self.log()}")

    def id_of(self, slug):
        with closing(sqlite3.connect(self.site.data_dir / "db.sqlite3")) as database:
            query = "select id from cameras_camera where slug = ?"
            return database.execute(query, (slug,)).fetchone()[0]

    def key(self, slug, name):
        return f"camera:{self.id_of(slug)}:{name}"

    def last_id(self, slug):
        entries = self.redis.xrevrange(self.key(slug, "frames"), count=1)
        return entries[0][0] if entries else b"0-0"

    def waits_for_frame(self, slug, timeout_s=30):
        before = self.last_id(slug)
        wait_for(lambda: self.last_id(slug) != before, timeout_s, self.log)

    def url(self, slug, what):
        return f"{self.site.address}/cameras/{slug}/{what}/"

    def log(self):
        return self.site.log.read_text()[-6000:]

    def process_of(self, slug):
        """The process id of the child that captures a camera: it says so in its lease."""
        token = self.redis.get(self.key(slug, "lease"))
        return None if token is None else int(token.split(b" ")[1])

    def pid_of(self, program):
        """The first process of a program: `uvicorn`, or a Celery worker by its queue."""
        return min(pid for pid, command in self.site.pids().items() if program in command)


def wait_for(is_so, timeout_s=30, told=lambda: ""):
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, told()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def house():
    """A site of its own: these tests kill its processes."""
    os.environ.update(MAX_VIEWERS=str(MAX_VIEWERS), CAMERAS_PER_PROCESS="9")
    with (
        tempfile.TemporaryDirectory(prefix="gazokako-cam-", ignore_cleanup_errors=True) as folder,
        running_site(Path(folder)) as site,
    ):
        yield CameraSite(site)
    del os.environ["MAX_VIEWERS"], os.environ["CAMERAS_PER_PROCESS"]


@pytest.fixture(scope="module")
def well(house):
    """A network camera that never fails, and somebody who watches it all the time."""
    with network_camera(films.counting()) as camera:
        house.add("well", camera.url)
        house.wait("well", "live")
        with Viewer(house.url("well", "stream")) as viewer:
            yield viewer


FAULTS = {
    "silent": "stopped sending",
    "drip": "stopped sending",
    "garbage": "cannot be read",
    "half": "cannot be read",
    "page": "not a camera",
    "unplugged": "cannot be reached",
}


def test_every_fault_is_told_and_mended_by_itself_while_another_camera_goes_on(house, well):
    with ExitStack() as stack:
        cameras = {fault: stack.enter_context(network_camera(films.counting())) for fault in FAULTS}
        for fault, camera in cameras.items():
            house.add(fault, f"http://user:{SECRET}@127.0.0.1:{camera.port}/{SECRET}")
        for fault in cameras:
            house.wait(fault, "live")
        began = well.seen()

        for fault, camera in cameras.items():
            camera.mode = fault if fault != "unplugged" else camera.mode
        cameras["unplugged"].unplug()

        for fault, words in FAULTS.items():
            house.wait(fault, "offline", words)
            frames = house.redis.xrevrange(house.key(fault, "frames"), count=1)
            assert is_grey(frames[0][1][b"jpeg"])
            assert house.camera(fault)["last_frame_at"] is not None
            answer = requests.get(house.url(fault, "snapshot"), timeout=10)
            assert (answer.status_code, words in answer.text) == (503, True)

        port = cameras["unplugged"].port
        cameras["unplugged"] = stack.enter_context(network_camera(films.counting(), port=port))
        for fault, camera in cameras.items():
            camera.mode = "well"
            house.wait(fault, "live", timeout_s=40)
        assert well.largest_gap_s(began) < 1
        for fault in cameras:
            house.manage("remove", fault)
    assert SECRET not in house.site.log.read_text()


def is_grey(jpeg):
    image = decode_reduced(jpeg, Limits())
    return (image.max(axis=2) - image.min(axis=2)).max() < 8
