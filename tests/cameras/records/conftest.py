"""Records as the tests of this room need them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cameras.models import Camera, Record
from cameras.records import handing_in, tally
from cameras.records.handing_in import Waiting

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

Keep = Callable[..., Record]


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, tuple[object, ...]]]:
    """What is put on the queue, instead of putting it there: no worker takes part."""
    messages: list[tuple[str, tuple[object, ...]]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args: messages.append((name, tuple(args)))
    )
    return messages


@pytest.fixture
def hand_in(camera: Camera, jpeg: bytes, sent: object) -> Callable[..., str]:
    """Hand a picture in, as a capture does; answers its key."""

    def hand_in(content: bytes = jpeg, before: bytes = b"", **about: object) -> str:
        told: dict[str, Any] = {"reason": "motion", "taken_at": NOON.timestamp(), **about}
        return handing_in.hand_in(content, Waiting(camera.pk, **told), before=before)

    return hand_in


@pytest.fixture
def record_of(jpeg: bytes) -> Callable[..., Record]:
    """A record with its files, without the task: of a camera, so many seconds after noon."""

    def record_of(camera: Camera, at_s: float = 0, **fields: object) -> Record:
        row: dict[str, Any] = {
            "reason": "motion",
            "taken_at": NOON + timedelta(seconds=at_s),
            "bytes": 1000,
        }
        record = Record(camera=camera, width=64, height=48, **row | fields)
        with transaction.atomic():
            record.save()
            tally.count_in(record)
        for path in record.paths:
            default_storage.save(path, ContentFile(jpeg))
        return record

    return record_of


@pytest.fixture
def record(camera: Camera, record_of: Keep) -> Record:
    return record_of(camera)


@pytest.fixture
def public_camera(camera: Camera) -> Camera:
    camera.visibility = Camera.Visibility.PUBLIC
    camera.save()
    return camera


@pytest.fixture(autouse=True)
def empty_storage(settings, tmp_path) -> None:
    """A folder of its own for each test, so that what is left behind can be counted."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media", "base_url": None},
        },
    }


@pytest.fixture
def stored(tmp_path) -> Callable[[], list[str]]:
    """The names of all stored files."""

    def stored() -> list[str]:
        media = tmp_path / "media"
        files = (path for path in media.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(media)) for path in files)

    return stored


@pytest.fixture
def staff(admin_client):
    """A client that is logged in as staff."""
    return admin_client
