"""Takes in a frame that a program or a phone sends to a camera."""

import time
from typing import cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cameras.models import Camera
from cameras.sources.address import read
from cameras.sources.push import hand_in
from gazokako.redis_client import redis_client
from processing.headers import sniff

MAX_FRAME_BYTES = 5_000_000
_AHEAD_S = 60.0
_BEHIND_S = 86_400.0
_REMEMBERED_S = 2 * 86_400


class NotNow(Exception):
    """The camera takes no frames: it is off, or it has a source of its own."""


class Replayed(Exception):
    """A frame as old as this, or older, was pushed before."""


class OutOfTime(ValueError):
    """The sender's clock is too far from ours."""


def push(camera: Camera, file: "UploadedFile[bytes]", taken_at: float | None) -> None:
    """Judge a pushed picture by its header and hand it to the capture process.

    `taken_at` is the sender's time (seconds since the epoch), None for now. Raises Refused,
    NotNow, Replayed, OutOfTime.
    """
    if read(camera.source).kind != "push" or not camera.is_on:
        raise NotNow
    content = file.read(MAX_FRAME_BYTES + 1)
    sniff(content, settings.PICTURE_LIMITS)
    now = time.time()
    if taken_at is not None and not now - _BEHIND_S <= taken_at <= now + _AHEAD_S:
        raise OutOfTime
    _refuse_replay(camera.pk, taken_at)
    hand_in(camera.pk, content, now if taken_at is None else taken_at)


_NEWER = """
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""


def _refuse_replay(camera_id: int, taken_at: float | None) -> None:
    """Frames with a time of their own must come in order; the same one twice is a replay."""
    if taken_at is None:
        return
    key = f"camera:{camera_id}:pushed"
    is_newer = cast("int", redis_client().eval(_NEWER, 1, key, f"{taken_at:.6f}", _REMEMBERED_S))
    if not is_newer:
        raise Replayed
