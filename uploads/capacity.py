"""How much visitors may have waiting and stored, so that a flood fills neither queue nor disk."""

from typing import cast

from django.conf import settings
from django.db.models import F, Sum
from redis.exceptions import RedisError

from core.disk import disk_usage
from core.redis_client import redis_client
from processing.refusal import Refused
from uploads.models import Picture

_KEY = "stored-bytes"
_KNOWN_FOR_S = 10
_KEPT_FREE_SHARE, _KEPT_FREE_BYTES = 0.02, 1_000_000_000
"""Of a disk, whichever is less: the database needs room too, even to delete."""


def ask_for_room(pictures: int, sent_bytes: int) -> None:
    """Judge whether so much more may be taken in.

    Raises Refused: `busy` past MAX_QUEUED_PICTURES, `storage_full` past MAX_UPLOADED_BYTES or where
    the disk is nearly full.
    """
    queued = Picture.objects.filter(state=Picture.State.QUEUED).count()
    if queued + pictures > settings.MAX_QUEUED_PICTURES:
        raise Refused("busy")
    if stored_bytes() + sent_bytes > settings.MAX_UPLOADED_BYTES or _is_nearly_full():
        raise Refused("storage_full")


def stored_bytes() -> int:
    """Bytes of all originals and results, added up anew every ten seconds."""
    try:
        known = cast("bytes | None", redis_client().get(_KEY))
    except RedisError:
        return _added_up()
    return int(known) if known else _remembered(_added_up())


def note_stored(sent_bytes: int) -> None:
    """Count what was just taken in, until it is all added up again."""
    try:
        if redis_client().exists(_KEY):
            redis_client().incrby(_KEY, sent_bytes)
    except RedisError:
        return


def _added_up() -> int:
    total = Picture.objects.aggregate(total=Sum(F("original_bytes") + F("result_bytes")))
    return int(total["total"] or 0)


def _remembered(total: int) -> int:
    try:
        redis_client().set(_KEY, total, ex=_KNOWN_FOR_S)
    except RedisError:
        return total
    return total


def _is_nearly_full() -> bool:
    usage = disk_usage()
    if usage is None:
        return False
    return usage.free < min(usage.total * _KEPT_FREE_SHARE, _KEPT_FREE_BYTES)
