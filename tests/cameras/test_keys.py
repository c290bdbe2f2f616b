"""The table of keys against what Redis holds in the life of a camera, and after it."""

import asyncio
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from redis import Redis

from cameras import keys
from cameras.capture import supervision
from cameras.capture.crash_back_off import note_start
from cameras.capture.lease import drop_lease
from cameras.capture.loop import capture
from cameras.capture.power import remove, switch
from cameras.capture.supervision import supervise
from cameras.ingest import record_queue
from cameras.ingest.stills import save_still
from cameras.live.channel import Channel
from cameras.live.reader import Reader
from cameras.live.waiting import fresh_frame
from cameras.models import Camera, PendingRecording
from cameras.sources import inbox
from core.redis_client import async_redis_client, redis_client
from recordings.models import Recording, RecordingSettings
from recordings.tasks import save_recording
from tests.cameras.camera_stack import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

SHARED = {"metrics", "cameras", "recordings", keys.SUPERVISED}
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


def push(client, camera, jpeg):
    sent = {"img": SimpleUploadedFile("a.jpg", jpeg), "taken_at": f"{time.time():.3f}"}
    headers = {"Authorization": f"Bearer {camera.token}"}
    assert client.post("/cameras/front/frames/", sent, headers=headers).status_code == 204


def watch(camera):
    """A viewer's stream, for as long as the first frame takes."""

    async def run():
        channel, redis = Channel(camera.pk, camera.version), async_redis_client()
        channel.read_by(Reader(channel, redis).read())
        try:
            async with asyncio.timeout(20):
                await channel.after(0)
        finally:
            channel.close()
            assert channel._reader is not None
            await asyncio.gather(channel._reader, return_exceptions=True)
            await redis.aclose()

    asyncio.run(run())


def capture_while(camera, act):
    """Capture in this thread, do something in another, and end the capture."""

    def run():
        try:
            wait_for(lambda: bool(redis_client().exists(keys.frames(camera.pk))))
            act()
        finally:
            drop_lease(camera.pk)

    with ThreadPoolExecutor(1) as executor:
        acting = executor.submit(run)
        capture(camera.pk, "worker")
        acting.result()


@contextmanager
def sending(camera, jpeg):
    """A phone sends pictures meanwhile, which are shown and not kept."""
    is_over = threading.Event()

    def send():
        while not is_over.wait(0.05):
            inbox.push(camera.pk, jpeg, time.time())

    with ThreadPoolExecutor(1) as executor:
        executor.submit(send)
        try:
            yield
        finally:
            is_over.set()


def save_pending():
    for pending in PendingRecording.objects.all():
        save_recording(pending.pk)


def live(client, camera, jpeg):
    """All that can happen to a camera."""
    switch(camera, on=True)
    supervise()
    for _crash in range(3):
        note_start(camera.pk)
    push(client, camera, jpeg)

    def be_looked_at():
        with sending(camera, jpeg):
            watch(camera)
            fresh_frame(camera.pk, camera.version, 2, max_age_s=-1)
            save_still(camera)

    capture_while(camera, be_looked_at)
    for taken_at in (1.0, 2.0):
        about = record_queue.RecordDetails(camera.pk, "motion", taken_at)
        record_queue.enqueue(jpeg, about)
    save_pending()
    assert Recording.objects.count() == 4
    note_start(camera.pk)
    supervise()


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
