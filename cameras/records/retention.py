"""How much is kept: number, age and bytes of each camera, bytes of the site; oldest first."""

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from cameras.models import Camera
from cameras.records.record import Record
from cameras.records.removal import remove
from cameras.records.rules import RecordRules
from cameras.records.tally import Tally

_BATCH = 100


def retain(max_batches: int) -> int:
    """Remove what is over, at most so many batches of 100; returns how many records went."""
    removed = 0
    for batch in islice(_over(), max_batches):
        removed += remove(batch)
    return removed


def _over() -> Iterator[list[Record]]:
    """Batches of records that are to go, each judged by what is there when it is asked for."""
    rules = RecordRules.objects.in_bulk()
    for camera_id in Camera.objects.order_by("pk").values_list("pk", flat=True):
        own = rules.get(camera_id) or RecordRules(camera_id=camera_id)
        while batch := _too_old(own) or _too_many(own) or _too_large(own):
            yield batch
    while batch := _too_large_together():
        yield batch


def _oldest_first(camera_id: int) -> "QuerySet[Record]":
    return Record.objects.filter(camera_id=camera_id).order_by("taken_at", "id")


def _too_old(rules: RecordRules) -> list[Record]:
    if rules.max_age is None:
        return []
    old = _oldest_first(rules.camera_id).filter(taken_at__lt=timezone.now() - rules.max_age)
    return list(old[:_BATCH])


def _too_many(rules: RecordRules) -> list[Record]:
    tally = Tally.objects.filter(pk=rules.camera_id).first()
    over = tally.records - rules.max_records if tally else 0
    return list(_oldest_first(rules.camera_id)[: min(over, _BATCH)]) if over > 0 else []


def _too_large(rules: RecordRules) -> list[Record]:
    tally = Tally.objects.filter(pk=rules.camera_id).first()
    if tally is None or rules.max_bytes is None or tally.bytes <= rules.max_bytes:
        return []
    return _first_bytes(_oldest_first(rules.camera_id)[:_BATCH], tally.bytes - rules.max_bytes)


def _too_large_together() -> list[Record]:
    """The oldest of all cameras, where the site holds more bytes than MAX_RECORD_BYTES."""
    total = Tally.objects.aggregate(total=Sum("bytes"))["total"] or 0
    over = total - settings.MAX_RECORD_BYTES
    if over <= 0:
        return []
    cameras = Tally.objects.filter(records__gt=0).values_list("pk", flat=True)
    oldest = [_oldest_first(camera_id)[:_BATCH] for camera_id in cameras]
    together = merge(*oldest, key=lambda record: (record.taken_at, record.pk))
    return _first_bytes(islice(together, _BATCH), over)


def _first_bytes(records: "Iterator[Record] | QuerySet[Record]", wanted: int) -> list[Record]:
    """As many of the first records as it takes to free so many bytes."""
    taken: list[Record] = []
    for record in records:
        if wanted <= 0:
            break
        taken.append(record)
        wanted -= record.bytes
    return taken
