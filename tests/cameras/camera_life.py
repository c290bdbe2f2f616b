"""The life of a camera: it is captured, watched, asked for pictures and sent some."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.core.files.uploadedfile import SimpleUploadedFile
from redis.exceptions import RedisError

from cameras import keys
from cameras.capture.crash_back_off import note_start
from cameras.capture.lease import drop_lease
from cameras.capture.loop import capture
from cameras.capture.places import pause_without_place
from cameras.capture.power import switch
from cameras.capture.supervision import supervise
from cameras.ingest import recording_queue
from cameras.ingest.stills import save_still
from cameras.live.channel import Channel
from cameras.live.frame_requests import fresh_frame
from cameras.live.reader import FrameReader
from cameras.models import PendingRecording
from cameras.sources import inbox
from core.redis_client import async_redis_client, redis_client
from recordings.models import Recording
from recordings.tasks import save_recording
from tests.waiting import wait_for


def push(client, camera, jpeg):
    sent = {"img": SimpleUploadedFile("a.jpg", jpeg), "taken_at": f"{time.time():.3f}"}
    headers = {"Authorization": f"Bearer {camera.token}"}
    assert client.post("/cameras/front/frames/", sent, headers=headers).status_code == 204


def watch(camera):
    """A viewer's stream, for as long as the first frame takes."""

    async def run():
        channel, redis = Channel(camera.pk, camera.version), async_redis_client()
        channel.read_by(FrameReader(channel, redis).read())
        try:
            async with asyncio.timeout(60):
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
            wait_for(lambda: was_lease_dropped(camera))

    with ThreadPoolExecutor(1) as executor:
        acting = executor.submit(run)
        capture(camera.pk, "worker")
        acting.result()


def was_lease_dropped(camera):
    """Drop it; a Redis that answers late is asked again, or the capture would never end."""
    try:
        drop_lease(camera.pk)
    except RedisError:
        return False
    return True


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
    pause_without_place(camera.pk)
    push(client, camera, jpeg)

    def be_looked_at():
        with sending(camera, jpeg):
            watch(camera)
            fresh_frame(camera.pk, camera.version, 2, max_age_s=-1)
            save_still(camera)

    capture_while(camera, be_looked_at)
    for taken_at in (1.0, 2.0):
        about = recording_queue.RecordingDetails(camera.pk, "motion", taken_at)
        recording_queue.enqueue(jpeg, about)
    save_pending()
    assert Recording.objects.count() == 4
    note_start(camera.pk)
    supervise()
