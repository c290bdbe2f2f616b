"""One site with real processes for the modules here; each may also have one of its own."""

import tempfile
from pathlib import Path

import pytest

from tests.cameras import films
from tests.cameras.camera_stack import CameraStack
from tests.cameras.network_camera import network_camera
from tests.cameras.site.stack_facts import MAX_VIEWERS


@pytest.fixture(scope="package")
def walk(astronaut):
    return films.walk(astronaut)


@pytest.fixture(scope="package")
def camera_stack(walk):
    """A site of its own, since processes are killed here, with all cameras of these tests.

    `well` never fails; `faces` shows a face, `hidden` must not.
    """
    with (
        tempfile.TemporaryDirectory(prefix="gazokako-cam-", ignore_cleanup_errors=True) as folder,
        network_camera(films.counting()) as well,
        network_camera(walk) as face,
    ):
        camera_stack = CameraStack(
            Path(folder), MAX_VIEWERS=str(MAX_VIEWERS), CAMERAS_PER_PROCESS="6"
        )
        try:
            camera_stack.open()
            camera_stack.command("camera", "off", "demo")
            camera_stack.add(
                {"slug": "well", "source": well.url},
                {"slug": "faces", "source": face.url},
                {"slug": "hidden", "source": face.url, "hide_faces": True},
                {"slug": "away", "source": "http://127.0.0.1:1/video"},
            )
            camera_stack.wait("well", "live")
            yield camera_stack
        finally:
            camera_stack.close()
