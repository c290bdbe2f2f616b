"""Queues pictures for recording: stores the file and a row, then wakes a worker."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from cameras.models import PendingRecording
from core.job_queue import send
from core.job_row import queued_now
from core.stored_files import StorageTrouble
from core.tokens import new_key
from core.transient import TRANSIENT
from uploads.orphan_removal import abandon, delete_orphans
from uploads.orphaned_file import mark_pending, own

IsSaved = Callable[[str], bool]


class _Saved:
    """Looks up saved recordings; `recordings` sets it, since this room cannot import that one."""

    lookup: ClassVar[IsSaved]


def look_up_saved_with(lookup: IsSaved) -> None:
    """Set how `is_known` finds saved recordings; `recordings` calls it once, when Django starts."""
    _Saved.lookup = staticmethod(lookup)


def is_known(key: str) -> bool:
    """Whether a picture was queued under a key: it waits, was kept, or could not be."""
    return PendingRecording.objects.filter(key=key).exists() or _Saved.lookup(key)


def count_waiting() -> int:
    """How many pictures wait to be kept."""
    return PendingRecording.unfinished().count()


@dataclass(frozen=True)
class RecordingDetails:
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


def enqueue(content: bytes, details: RecordingDetails, key: str = "", before: bytes = b"") -> str:
    """Have a picture (a JPEG, or for an observer any accepted type) kept; returns its key.

    `before` is a live picture from just before it, where there is one. On return the picture is
    stored and has a row, so that it is kept whatever happens to Redis and the workers. Queued
    twice under the same `key`, it is kept once. Raises StorageTrouble and the database's
    OperationalError; then it may be queued again.
    """
    pending = PendingRecording(
        camera_id=details.camera_id,
        key=key or new_key(),
        has_before=bool(before),
        details=asdict(details),
        **queued_now(),
    )
    mark_pending(pending.paths)
    try:
        _store(pending, content, before)
        with transaction.atomic():
            pending.save(force_insert=True)
            own(pending.paths)
    except IntegrityError:  # it was queued before, or its camera is gone
        delete_orphans(pending.paths)
    except (StorageTrouble, *TRANSIENT):
        abandon(pending.paths)
        raise
    else:
        transaction.on_commit(lambda: send(pending.task_name, [pending.pk]))
    return pending.key


def _store(pending: PendingRecording, content: bytes, before: bytes) -> None:
    try:
        default_storage.save(pending.content, ContentFile(content))
        if before:
            default_storage.save(pending.before, ContentFile(before))
    except OSError as error:
        raise StorageTrouble(f"writing failed: {error}") from error
