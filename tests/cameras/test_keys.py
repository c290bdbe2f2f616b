"""The table of keys against what Redis holds in the life of a camera, and after it."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.conf import settings
from redis import Redis

from cameras import keys
from cameras.capture import supervision
from cameras.capture.power import remove
from cameras.capture.supervision import supervise
from cameras.models import Camera
from core.redis_client import redis_client
from recordings.models import RecordingSettings
from tests.cameras.camera_life import live, push, save_pending

pytestmark = pytest.mark.django_db(transaction=True)

SHARED = {
    "metrics",
    "cameras",
    "housekeeping",
    "recordings",
    keys.SUPERVISED,
    keys.WITHOUT_CAPTURE,
    keys.PLACE_WANTED,
}
"""Not of one camera: counters, the queues and the supervisor's own."""


@pytest.fixture(autouse=True)
def as_often_as_asked(monkeypatch):
    monkeypatch.setattr(supervision, "_NOT_AGAIN_FOR_MS", 1)


@pytest.fixture
def front():
    redis_client().flushdb()
    camera = Camera(slug="front", source="push:", is_on=True)
    camera.token = camera.new_push_token()
    camera.save()
    RecordingSettings.objects.create(camera=camera, webhook_url="https://example.org/")
    return camera


def names():
    """Every key in Redis that is not shared or Celery's own."""
    found = {name.decode() for name in redis_client().scan_iter()}
    return {name for name in found - SHARED if not name.startswith(("_kombu", "unacked"))}


@contextmanager
def noting_names():
    """Note every key of a camera that a command names, looking for keys aside."""
    seen: set[str] = set()
    is_over = secrets.token_hex(8)
    client = Redis.from_url(settings.REDIS_URL, socket_timeout=20)

    def note(monitor):
        while is_over not in (command := monitor.next_command()["command"]):
            if not command.startswith(("SCAN", "KEYS")):
                seen.update(w for w in command.split() if w.startswith("camera:"))

    with client.monitor() as monitor, ThreadPoolExecutor(1) as executor:
        noting = executor.submit(note, monitor)
        try:
            yield seen
        finally:
            redis_client().echo(is_over)
            noting.result()


def test_every_key_of_a_camera_is_in_the_table_and_none_is_left_of_a_removed_one(
    client, front, jpeg
):
    pk = front.pk
    named = {name(pk) for name in (*keys.OF_CAMERA, *keys.OF_REMOVED)}
    with noting_names() as seen:
        live(client, front, jpeg)
        push(client, front, jpeg)
        remove(front)
        save_pending()

    kinds = {kind_of(name, pk) for name in seen}
    assert kinds == named | {keys.still(pk, "*")}
    assert names() <= {name(pk) for name in keys.OF_REMOVED}
    assert all(0 < redis_client().ttl(name) <= 60 for name in names())


def kind_of(name, pk):
    """A key with `*` for what names a request."""
    for pattern in keys.of_requests(pk):
        if name.startswith(pattern.removesuffix("*")):
            return pattern
    return name


def test_what_a_camera_left_that_was_removed_while_redis_was_away_is_forgotten(client, front, jpeg):
    push(client, front, jpeg)
    save_pending()
    redis_client().set(keys.status(front.pk), 1)
    Camera.objects.filter(pk=front.pk).delete()

    supervise()

    assert names() <= {name(front.pk) for name in keys.OF_REMOVED}
    left = [redis_client().ttl(name) for name in names()]
    assert all(0 < ttl <= 60 for ttl in left)


def test_a_forgotten_camera_is_not_forgotten_again_and_again(front):
    remove(front)
    fence = redis_client().get(keys.fence(front.pk))

    supervise()

    assert redis_client().get(keys.fence(front.pk)) == fence
