"""A camera's form is saved while Redis is away: nothing made by the old settings is shown then."""

import signal
import tempfile
import threading
import time
from pathlib import Path

import pytest
import requests

from processing.frames import decode_reduced
from processing.limits import Limits
from tests.cameras.camera_stack import CameraStack
from tests.cameras.viewer import Viewer
from tests.waiting import wait_for

PASSWORD = "only for tests"  # noqa: S105
FORM = {
    "visibility": "public",
    "face_style": "mosaic",
    "fps": "15",
    "preview_width": "640",
    "preview_quality": "80",
    "motion_threshold": "0.15",
    "motion_quiet_s": "1",
}
_CREATE_STAFF = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("editor", password="{PASSWORD}")
"""


@pytest.fixture(scope="module")
def camera_stack():
    with tempfile.TemporaryDirectory(prefix="gazokako-row-", ignore_cleanup_errors=True) as folder:
        camera_stack = CameraStack(Path(folder))
        try:
            camera_stack.open()
            camera_stack.command("shell", "--no-imports", "-c", _CREATE_STAFF)
            yield camera_stack
        finally:
            if "valkey" in camera_stack.running:
                camera_stack.running["valkey"].send_signal(signal.SIGCONT)
            camera_stack.close()


@pytest.fixture(scope="module")
def staff(camera_stack):
    """A browser that is logged in."""
    browser = requests.Session()
    address = f"{camera_stack.address}/admin/login/"
    browser.get(address, timeout=10)
    fields = {"username": "editor", "password": PASSWORD}
    answer = browser.post(
        address, {**fields, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}, timeout=10
    )
    assert "sessionid" in browser.cookies, answer.text
    return browser


def save(browser, camera_stack, slug, **changed):
    """Send the form of a camera."""
    token = {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    address = f"{camera_stack.address}/cameras/{slug}/edit/"
    fields = {**FORM, "name": slug, "slug": slug, **changed, **token}
    answer = browser.post(address, fields, timeout=60, allow_redirects=False)
    assert answer.status_code == 303, answer.text


def is_upright(jpeg):
    """Whether a picture was turned by a quarter: those of the demo camera lie."""
    height, width = decode_reduced(jpeg, Limits()).shape[:2]
    return height > width


class Onlooker:
    """Somebody who asks for everything that shows a camera, again and again."""

    def __init__(self, camera_stack, slug):
        self.seen: list[tuple[str, bytes]] = []
        self._stack, self._slug = camera_stack, slug
        self._is_over = threading.Event()
        looks = (self._snapshots, self._last, self._streams)
        self._threads = [threading.Thread(target=look) for look in looks]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        for thread in self._threads:
            thread.join(60)

    def kinds(self):
        return {kind for kind, _jpeg in self.seen}

    def _poll(self, kind):
        while not self._is_over.is_set():
            answer = requests.get(self._stack.url(self._slug, kind), timeout=30)
            if answer.status_code == 200:
                self.seen.append((kind, answer.content))
            self._is_over.wait(0.05)

    def _snapshots(self):
        self._poll("snapshot")

    def _last(self):
        self._poll("last")

    def _streams(self):
        while not self._is_over.is_set():
            with Viewer(self._stack.url(self._slug, "stream")) as viewer:
                while not (viewer.has_ended.wait(0.1) or self._is_over.is_set()):
                    pass
            self.seen += [("stream", part.jpeg) for part in viewer.parts]


def pause(camera_stack):
    camera_stack.running["valkey"].send_signal(signal.SIGSTOP)
    return lambda: camera_stack.running["valkey"].send_signal(signal.SIGCONT)


def kill(camera_stack):
    camera_stack.stop("valkey", signal.SIGKILL)
    return lambda: camera_stack.start("valkey")


@pytest.mark.parametrize("take_away", [pause, kill])
def test_what_the_old_settings_showed_is_not_shown_once_redis_is_back(
    camera_stack, staff, take_away
):
    slug = take_away.__name__
    camera_stack.add({"slug": slug, "name": slug, "source": "demo:"})
    camera_stack.wait(slug, "live")
    with Viewer(camera_stack.url(slug, "stream")) as viewer:
        wait_for(lambda: viewer.seen() > 3, on_failure=camera_stack.log)
        give_back = take_away(camera_stack)
        try:
            save(staff, camera_stack, slug, rotation="90")
            before = viewer.seen()
        finally:
            give_back()
        with Onlooker(camera_stack, slug) as onlooker:
            kinds = {"stream", "snapshot", "last"}
            camera_stack.wait(slug, "live")
            wait_for(lambda: kinds - {"stream"} <= onlooker.kinds(), on_failure=camera_stack.log)
            time.sleep(2)
        late = [("early viewer", part.jpeg) for part in viewer.parts[before:]]

    assert onlooker.kinds() == kinds
    assert [kind for kind, jpeg in onlooker.seen + late if not is_upright(jpeg)] == []
    camera_stack.remove(slug)
