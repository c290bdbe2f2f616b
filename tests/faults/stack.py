"""A site whose processes are killed one by one, and what must hold of it afterwards."""

import os
import signal
import time
from pathlib import Path

import cv2
import numpy as np
import requests

from tests.faults.rows import StackWithRows
from tests.waiting import wait_for

_FAKETIME = "*/faketime/libfaketimeMT.so.1"
"""Of Debian's package faketime: shifts a process's clock, and that of SQLite inside it."""
FACES = '[{"op": "faces"}]'
SLOW = '[{"op": "faces"}, {"op": "even_light"}, {"op": "pixelate"}, {"op": "faces"}]'
_GIVE_ACCESS = """
from cameras.models import Camera
camera = Camera.objects.get(slug={!r})
print(camera.new_push_token())
camera.save()
"""
_TIME_LAPSE = """
from datetime import timedelta
from django.utils import timezone
from cameras.models import Camera
from recordings.models import Recording, TimeLapse
from recordings.time_lapse_queue import enqueue_next
camera, now = Camera.objects.get(slug={!r}), timezone.now()
files = Recording.objects.filter(camera=camera)[0].files
Recording.objects.bulk_create(
    Recording(camera=camera, files=files, reason="manual", taken_at=now - timedelta(seconds=n),
              width=1, height=1, size_bytes=1) for n in range(200))
TimeLapse.objects.create(camera=camera, begins_at=now - timedelta(days=1),
                         ends_at=now + timedelta(days=1), expires_at=now + timedelta(days=1))
enqueue_next()
"""
_ENDS = (".jpg", "-small.jpg", "-before.jpg")


class FaultStack(StackWithRows):
    """Valkey, web, worker and beat on SQLite and a disk; a camera only takes pushed frames."""

    def __init__(self, data_dir: Path) -> None:
        temporary = data_dir / "temporary"
        temporary.mkdir(parents=True)
        super().__init__(data_dir, TMPDIR=str(temporary), WORKER_CONCURRENCY="2", RATE_LIMIT="off")
        self.slugs: list[str] = []
        self.pushed = 0
        self.web_was_killed = False
        """What it was reading then is cleared after an hour."""

    def open(self) -> None:
        """Start everything but the captures, and wait until it answers."""
        self.start("valkey")
        wait_for(self.socket.exists)
        self.command("prepare")
        for name in ("web", "worker", "beat"):
            self.start(name)
        self.wait_until_up()

    def wait_until_up(self) -> None:
        """Until the web process answers, and a worker has taken up its work."""
        wait_for(self._is_ready, on_failure=self.log)

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"{self.address}/readyz", timeout=30).ok
        except requests.RequestException:
            return False

    def start(self, name: str, clock: str = "") -> None:
        """Start one process; `clock` is how far its clock is wrong, such as `+10m`."""
        if clock:
            (library,) = Path("/usr/lib").glob(_FAKETIME)
            fake = {"LD_PRELOAD": str(library), "FAKETIME": clock}
            self._environment |= fake | {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        super().start(name)
        for key in ("LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC"):
            self._environment.pop(key, None)

    def kill(self, name: str) -> None:
        """kill -9 of a process alone, as the system does when memory ends."""
        self.web_was_killed |= name == "web"
        process = self.running.pop(name)
        process.kill()
        process.wait(10)

    def restart_worker(self, clock: str = "") -> None:
        self.kill("worker")
        time.sleep(1)
        self.start("worker", clock)

    def post(self, content: bytes, recipe: str = FACES, expires_in: int = 3600) -> str:
        """Send a picture in; returns the slug of what was acknowledged."""
        answer = requests.post(
            f"{self.address}/api/v1/uploads",
            files={"files": ("a.jpg", content)},
            data={"recipe": recipe, "expires_in": expires_in},
            timeout=60,
        )
        assert answer.status_code == 202, answer.text
        self.slugs.append(answer.json()["slug"])
        return self.slugs[-1]

    def add_push_camera(self, slug: str) -> str:
        """A camera that takes pushed frames; returns its token."""
        self.add({"slug": slug, "source": "push:"})
        return self.command("shell", "--no-imports", "-c", _GIVE_ACCESS.format(slug)).strip()

    def push(self, slug: str, token: str, content: bytes) -> None:
        """Push a frame that is acknowledged."""
        answer = requests.post(
            self.url(slug, "frames"),
            files={"img": ("a.jpg", content)},
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
        )
        assert answer.status_code == 204, answer.text
        self.pushed += 1

    def ask_for_time_lapse(self, slug: str) -> None:
        """A time-lapse of 200 recordings, all of them the camera's one picture."""
        self.command("shell", "--no-imports", "-c", _TIME_LAPSE.format(slug))

    def check(self) -> None:
        """Everything acknowledged has ended well, once; what nobody owns is to be removed."""
        done = "select slug from uploads_upload u join uploads_picture p on u.id = p.upload_id"
        found = {slug for (slug,) in self.rows(f"{done} where p.state = 'done'")}
        assert found >= set(self.slugs), self._failures()
        assert self.recordings() == self.pushed
        assert self.orphans() - self._named() == set()
        wait_for(lambda: self._workspaces() == [], 60, lambda: str(self._workspaces()))
        assert self.web_was_killed or list((self.data_dir / "incoming").iterdir()) == []
        assert not any(slug in self.log() for slug in self.slugs)

    def _workspaces(self) -> list[Path]:
        """Folders of jobs: one is removed after its outcome was recorded, or by the next worker."""
        return list((self.data_dir / "temporary").glob("gazokako-*"))

    def wait_for_removal(self) -> None:
        """Until what processes that were killed had stored is removed: a minute at most."""
        wait_for(lambda: self.orphans() == set(), 60, lambda: str(self.orphans()))
        wait_for(lambda: self.rows("select path from uploads_orphanedfile") == [], 60)

    def _named(self) -> set[str]:
        """Files that are named for removal, one by one or by their folder."""
        named = [path for (path,) in self.rows("select path from uploads_orphanedfile")]
        return {file for file in self.orphans() if any(file.startswith(path) for path in named)}

    def _failures(self) -> str:
        failed = self.rows("select id, error_code from uploads_picture where state = 'failed'")
        return f"{failed}\n{self.log()[-6000:]}"

    def orphans(self) -> set[str]:
        """Stored files that no row has."""
        media = self.data_dir / "media"
        stored = {str(file.relative_to(media)) for file in media.rglob("*") if file.is_file()}
        return stored - self._owned()

    def _owned(self) -> set[str]:
        pictures = self.rows("select original, result, preview, thumbnail from uploads_picture")
        recordings = self.rows("select files from recordings_recording")
        time_lapses = self.rows("select result from recordings_timelapse")
        names = {f"recordings/{files}{end}" for (files,) in recordings for end in _ENDS}
        return names.union(*pictures, *time_lapses)


def slow_picture() -> bytes:
    """A picture that keeps a worker busy for half a second or so."""
    noise = np.random.default_rng(1).integers(0, 255, (750, 1000, 3), np.uint8)
    return cv2.imencode(".jpg", cv2.GaussianBlur(noise, (0, 0), 3))[1].tobytes()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
