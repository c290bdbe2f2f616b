"""What tests of cameras share."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.cameras import films
from tests.cameras.network_camera import NetworkCamera, network_camera

PlugIn = Callable[..., NetworkCamera]


@pytest.fixture
def plug_in() -> Iterator[PlugIn]:
    """Start a network camera in a mode."""
    with ExitStack() as stack:

        def plug_in(
            mode: str = "well", frames: list[bytes] | None = None, **options: Any
        ) -> NetworkCamera:
            camera = network_camera(frames or films.counting(), mode, **options)
            return stack.enter_context(camera)

        yield plug_in


@pytest.fixture
def clips() -> Path:
    """The folder for films."""
    return Path(settings.CAMERA_FILES_DIR)


@pytest.fixture
def rtsp_server() -> Iterator[Callable[..., int]]:
    """Start an RTSP server with options of tests/cameras/rtsp_server.py; answers its port."""
    script = Path(__file__).with_name("rtsp_server.py")
    servers = []

    def start(*options: str) -> int:
        server = subprocess.Popen(
            [script, *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        servers.append(server)
        return int(server.stdout.readline())

    start.servers = servers
    yield start
    for server in servers:
        server.kill()
        server.wait()
        server.stdout.close()
