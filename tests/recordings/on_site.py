"""Hands pictures in to a running site, whose own workers keep them, and reads what came of it."""

import base64
import json
import subprocess
import sys
from typing import Any

import requests

from tests.processes import ROOT, Site, environment_of
from tests.waiting import wait_for

KEPT_WITHIN_S = 90
_ENQUEUE = """
import base64, json, sys
from cameras.models import Camera
from cameras.ingest.recording_queue import RecordingDetails, enqueue
camera = Camera.objects.get(slug=sys.stdin.readline().strip())
for details in json.load(sys.stdin):
    content = base64.b64decode(details.pop("content"))
    enqueue(content, RecordingDetails(camera.pk, **details))
"""


def manage(site: Site, *arguments: str, text: str = "") -> None:
    """Run a command of the site on its database and Redis."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(
        command,
        cwd=ROOT,
        env=environment_of(site.data_dir),
        input=text,
        text=True,
        check=True,
        timeout=60,
    )


def add_camera(site: Site, slug: str) -> None:
    """A camera of our own that is off, so that nobody else recordings it."""
    manage(site, "camera", "add", slug, "demo:", "--visibility", "public")


def enqueue(site: Site, slug: str, details: list[dict[str, Any]]) -> None:
    """Have pictures kept: `content` (bytes) and what `RecordingDetails` says of each."""
    encoded = [{**one, "content": base64.b64encode(one["content"]).decode()} for one in details]
    text = f"{slug}\n{json.dumps(encoded)}"
    manage(site, "shell", "--no-imports", "-c", _ENQUEUE, text=text)


def recordings_of(site: Site, slug: str) -> list[dict[str, Any]]:
    """All recordings of a camera, as the API tells them."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        asked = {"cursor": cursor} if cursor else {}
        address = f"{site.address}/api/v1/cameras/{slug}/recordings"
        page = requests.get(address, asked, timeout=5).json()
        found += page["items"]
        cursor = page["next_cursor"]
    return found


def wait_for_recordings(site: Site, slug: str, number: int) -> list[dict[str, Any]]:
    """The recordings, once there are so many."""
    wait_for(lambda: len(recordings_of(site, slug)) >= number, KEPT_WITHIN_S)
    return recordings_of(site, slug)
