"""Recordings as the tests of this room need them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from cameras.ingest import recording_queue
from cameras.ingest.recording_queue import RecordingDetails
from cameras.models import Camera, PendingRecording
from processing.frames import encode_frame
from recordings import totals
from recordings.models import Recording, RecordingSettings, TimeLapse
from tests.recordings.webhook_receiver import Hook

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

Keep = Callable[..., Recording]


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, tuple[object, ...]]]:
    """What is put on the queue, instead of putting it there: no worker takes part."""
    messages: list[tuple[str, tuple[object, ...]]] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, args, **_to: messages.append((name, tuple(args)))
    )
    return messages


@pytest.fixture
def enqueue(camera: Camera, jpeg: bytes, sent: object) -> Callable[..., int]:
    """Hand a picture in, as a capture does; answers its row's id."""

    def enqueue(content: bytes = jpeg, before: bytes = b"", **about: object) -> int:
        details: dict[str, Any] = {"reason": "motion", "taken_at": NOON.timestamp(), **about}
        key = recording_queue.enqueue(
            content, RecordingDetails(camera.pk, **details), before=before
        )
        return PendingRecording.objects.get(key=key).pk

    return enqueue


@pytest.fixture
def recording_of(jpeg: bytes) -> Callable[..., Recording]:
    """A recording with its files, without the task: of a camera, so many seconds after noon."""

    def recording_of(camera: Camera, at_s: float = 0, **fields: object) -> Recording:
        row: dict[str, Any] = {
            "reason": "motion",
            "taken_at": NOON + timedelta(seconds=at_s),
            "size_bytes": 1000,
        }
        recording = Recording(camera=camera, width=64, height=48, **row | fields)
        with transaction.atomic():
            recording.save()
            totals.add_to_totals(recording)
        for path in recording.paths:
            default_storage.save(path, ContentFile(jpeg))
        return recording

    return recording_of


@pytest.fixture
def recording(camera: Camera, recording_of: Keep) -> Recording:
    return recording_of(camera)


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


@pytest.fixture
def recording_settings(camera):
    def recording_settings(**fields):
        return RecordingSettings.objects.update_or_create(camera=camera, defaults=fields)[0]

    return recording_settings


@pytest.fixture
def shades(camera, recording_of):
    """Twelve recordings of one day, a minute apart, ever brighter."""
    for number in range(12):
        recording = recording_of(camera, number * 60)
        default_storage.delete(recording.image)
        grey = np.full((180, 320, 3), 20 * number, np.uint8)
        default_storage.save(recording.image, ContentFile(encode_frame(grey, 90)))
    return camera


@pytest.fixture
def lapse_of():
    def lapse_of(camera, **fields):
        midnight = NOON - timedelta(hours=12)
        time_range = {"begins_at": midnight, "ends_at": midnight + timedelta(days=1)}
        lives = {"expires_at": timezone.now() + timedelta(days=1)}
        return TimeLapse.objects.create(camera=camera, **time_range | lives | fields)

    return lapse_of


@pytest.fixture
def hook(settings):
    settings.PRIVATE_WEBHOOKS = True
    hook = Hook()
    yield hook
    hook.end()
