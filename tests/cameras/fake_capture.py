"""Puts into Redis what a capture would have written of a camera."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cameras import keys
from cameras.live.frame_buffer import EncodedFrame
from cameras.live.frame_requests import answer_stills
from cameras.models import Camera
from core.redis_client import redis_client


def live(camera: Camera, **status: str | float) -> None:
    """The camera is captured by somebody."""
    redis_client().set(keys.lease(camera.pk), f"worker 1 {_version(camera)} random")
    well = {"state": "live", "fps": 12.5, "width": 640, "height": 360, "last_frame_at": time.time()}
    fields: dict[Any, Any] = {**well, "version": _version(camera), **status}
    redis_client().hset(keys.status(camera.pk), mapping=fields)


def offline(camera: Camera, reason: str, **status: str | float) -> None:
    """The camera is owned by somebody who gets nothing from it."""
    live(camera, state="offline", reason=reason, **status)


def picture(camera: Camera, jpeg: bytes, taken_at: float, *, grey: bool = False) -> None:
    """A frame was published when it was taken."""
    flags = {"grey": int(grey), "version": _version(camera)}
    fields: dict[Any, Any] = {"jpeg": jpeg, "at": f"{taken_at:.6f}", **flags}
    redis_client().xadd(keys.frames(camera.pk), fields, id=f"{int(taken_at * 1000)}-0")


@contextmanager
def giving_stills(camera: Camera, jpeg: bytes) -> Iterator[None]:
    """Meanwhile somebody answers whoever asks for a picture at full size."""
    is_over, version = threading.Event(), _version(camera)

    def answer() -> None:
        while not is_over.wait(0.02):
            answer_stills(camera.pk, EncodedFrame(jpeg, time.time(), version=version))

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _version(camera: Camera) -> int:
    """That of its row: tests change rows behind their own backs."""
    return Camera.objects.only("version").get(pk=camera.pk).version
