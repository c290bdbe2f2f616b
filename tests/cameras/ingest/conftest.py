"""A camera that takes pushed frames."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cameras.models import Camera, PendingRecording
from core.redis_client import redis_client
from recordings.tasks import save_recording


@pytest.fixture
def door(db):
    redis_client().flushdb()
    return Camera.objects.create(slug="door", source="push:", is_on=True)


@pytest.fixture
def push(client, door, jpeg):
    token = door.new_push_token()
    door.save()

    def push(content=jpeg, **fields):
        data = {"img": SimpleUploadedFile("a.jpg", content), **fields}
        headers = {"Authorization": f"Bearer {token}"}
        return client.post("/cameras/door/frames/", data, headers=headers)

    return push


@pytest.fixture
def run_tasks():
    """Make recordings of what was queued, as a worker does."""

    def run_tasks():
        for pending in PendingRecording.objects.all():
            save_recording(pending.pk)

    return run_tasks
