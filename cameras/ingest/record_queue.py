"""The way of a picture from a capture or web process to the task that keeps it.

The picture waits in Redis: a capture process must not wait for storage.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import ClassVar, cast

from celery import current_app

from cameras import keys
from core.redis_client import redis_client
from core.tokens import new_key

WAITS_FOR_S = 3600
_TASK = "recordings.tasks.save_recording"


IsSaved = Callable[[str], bool]


class _Saved:
    """How to find out whether a recording was made of a key; set by the room that saves them."""

    lookup: ClassVar[IsSaved]


def look_up_saved_with(lookup: IsSaved) -> None:
    """To be called once, when Django starts, by the room that saves what is queued here."""
    _Saved.lookup = staticmethod(lookup)


def is_saved(key: str) -> bool:
    """Whether what was queued under a key has become a recording."""
    return _Saved.lookup(key)


@dataclass(frozen=True)
class RecordDetails:
    """A picture to be kept, with what is known of it; times in seconds since the epoch."""

    camera_id: int
    reason: str
    taken_at: float
    ended_at: float | None = None
    comment: str = ""
    score: float = 0.0
    boxes: list[dict[str, int]] = field(default_factory=list)
    """`x, y, width, height` in pixels of this picture."""
    version: int | None = None
    """Of the camera's row by whose settings it was made; None for a frame as it was sent."""


@dataclass(frozen=True)
class PendingRecord:
    """A picture, what is known of it, and a live picture from just before it or nothing."""

    content: bytes
    about: RecordDetails
    before: bytes


def enqueue(content: bytes, waiting: RecordDetails, key: str = "", before: bytes = b"") -> str:
    """Have a picture (a JPEG, or for an observer any accepted type) kept; returns its key.

    `before` is a live picture from just before it, where there is one.
    Handed in twice under the same `key`, it is kept once. Raises RedisError or kombu's
    OperationalError; then it is not kept.
    """
    key = key or new_key()
    fields = {"content": content, "about": json.dumps(asdict(waiting)), "before": before}
    redis = redis_client()
    redis.hset(keys.pending_record(key), mapping=fields)  # type: ignore[arg-type]
    redis.expire(keys.pending_record(key), WAITS_FOR_S)
    current_app.send_task(_TASK, (key,))
    return key


def count_attempt(key: str) -> int:
    """Count an attempt to keep it; returns which one this is, from 1."""
    redis = redis_client()
    number = int(redis.incr(keys.record_attempts(key)))
    redis.expire(keys.record_attempts(key), WAITS_FOR_S)
    return number


def uncount_attempt(key: str) -> None:
    """The attempt ended in good order and is not to be held against the picture."""
    redis_client().decr(keys.record_attempts(key))


def pending(key: str) -> PendingRecord | None:
    """What waits under a key; None where it was kept already, or waited too long."""
    fields = cast("dict[bytes, bytes]", redis_client().hgetall(keys.pending_record(key)))
    if not fields:
        return None
    about = RecordDetails(**json.loads(fields[b"about"]))
    return PendingRecord(fields[b"content"], about, fields.get(b"before", b""))


def ack(key: str) -> None:
    """It is kept, or can never be."""
    redis_client().delete(keys.pending_record(key), keys.record_attempts(key))
