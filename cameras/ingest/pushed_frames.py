"""Takes in a frame that a program or a phone sends to a camera."""

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import ClassVar, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cameras import keys
from cameras.ingest import recording_queue
from cameras.ingest.recording_queue import RecordingDetails
from cameras.models import Camera
from cameras.recording_reason import RecordingReason
from cameras.source_address import read
from cameras.sources import inbox
from core.redis_client import redis_client
from processing.headers import sniff

MAX_FRAME_BYTES = 5_000_000
MAX_WAITING = 1_000
"""So many pictures may wait for the workers that keep them."""


class FrameRejected(Exception):
    """A frame is not taken in; `code` is for programs, `sentence` for people."""

    code: ClassVar[str]
    sentence: ClassVar[Promise]


class NotAccepting(FrameRejected):
    """The camera takes no frames: it is off, or it has a source of its own."""

    code = "not_now"
    sentence = _("This camera takes no pushed pictures now: it is off, or has its own source.")


class Replayed(FrameRejected):
    """This frame was sent before; or it is not to be kept, and a later one was shown before."""

    code = "replayed"
    sentence = _("This picture, or a later one, was sent before.")


class ClockTooFar(FrameRejected):
    """The sender's clock is too far from ours."""

    code = "out_of_time"
    sentence = _("The time of this picture is too far from now: is the sender's clock right?")


class FrameTooLarge(FrameRejected):
    """A frame of more than MAX_FRAME_BYTES."""

    code = "file_too_large"
    sentence = _("A pushed picture may have 5 MB at most. Send it smaller.")


class Backlogged(FrameRejected):
    """Frames come faster than they can be kept."""

    code = "busy"
    sentence = _("The site cannot receive pictures at the moment. Please try again.")


@dataclass(frozen=True)
class PushedFrame:
    """A frame as it was sent."""

    file: "UploadedFile[bytes]"
    taken_at: float | None = None
    """The sender's time, seconds since the epoch; None for now."""
    comment: str = ""
    is_kept: bool = True
    """Whether it becomes a recording, besides being shown."""


def push(camera: Camera, pushed: PushedFrame) -> None:
    """Judge a pushed frame by its header; have it kept, and shown unless a later one was.

    Raises FrameRejected, Refused, StorageTrouble, RedisError and the database's OperationalError.
    After any of these the same frame may be sent again, and is kept once. On return a frame that
    is to be kept is stored and has a row: its sender may forget it.
    """
    content = _content(camera, pushed)
    taken_at = _time(pushed)
    is_newest = pushed.taken_at is None or _is_newest(camera.pk, taken_at)
    if pushed.is_kept:
        _keep(camera, pushed, content, taken_at)
    elif not is_newest:
        raise Replayed
    if is_newest:
        inbox.push(camera.pk, content, taken_at)


def _content(camera: Camera, pushed: PushedFrame) -> bytes:
    """The frame's file, its header judged. Raises NotAccepting, FrameTooLarge, Refused."""
    if read(camera.source).kind != "push" or not camera.is_on:
        raise NotAccepting
    content: bytes = pushed.file.read(MAX_FRAME_BYTES + 1)
    if len(content) > MAX_FRAME_BYTES:
        raise FrameTooLarge
    sniff(content, settings.PICTURE_LIMITS)
    return content


def _keep(camera: Camera, pushed: PushedFrame, content: bytes, taken_at: float) -> None:
    """Store it for the task that makes a recording of it."""
    key = _key(camera.pk, pushed.taken_at)
    if recording_queue.is_known(key):
        raise Replayed
    if recording_queue.count_waiting() >= MAX_WAITING:
        raise Backlogged
    reason = RecordingReason.OBSERVER.value
    recording_queue.enqueue(
        content, RecordingDetails(camera.pk, reason, taken_at, comment=pushed.comment), key
    )


def _time(pushed: PushedFrame) -> float:
    """The time a frame is given, seconds since the epoch. Raises ClockTooFar."""
    now, taken_at = time.time(), pushed.taken_at
    if taken_at is None:
        return now
    if not now - settings.PUSHED_BEHIND_S <= taken_at <= now + settings.PUSHED_AHEAD_S:
        raise ClockTooFar
    return taken_at


def _key(camera_id: int, taken_at: float | None) -> str:
    """Its recording's key: the same whenever a frame of this time is sent, and unguessable."""
    if taken_at is None:
        return secrets.token_hex(16)
    frame = f"pushed {camera_id} {taken_at:.6f}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), frame, hashlib.sha256).hexdigest()[:32]


_NEWER = """
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""


def _is_newest(camera_id: int, taken_at: float) -> bool:
    """Whether no frame of this time or a later one was sent to this camera; notes it."""
    arguments = (keys.newest_pushed(camera_id), f"{taken_at:.6f}", str(settings.PUSHED_BEHIND_S))
    return bool(cast("int", redis_client().eval(_NEWER, 1, *arguments)))
