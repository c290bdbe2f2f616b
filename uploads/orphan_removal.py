"""Removes stored files that have no row: now or, if storage refuses, later."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from django.db import transaction

from core.clock import SharedNow
from core.stored_files import StorageTrouble, discard_folder, erase
from uploads.orphaned_file import OrphanedFile, mark_orphaned, own

logger = logging.getLogger(__name__)

_BATCH = 100
_TRY_AGAIN_AFTER = timedelta(seconds=60)


def delete_orphans(paths: Iterable[str]) -> int:
    """Remove named files at once; returns how many went.

    The first that storage refuses ends it: whoever waits for this does not wait for each.
    """
    gone: list[str] = []
    try:
        for path in paths:
            _remove(path)
            gone.append(path)
    except StorageTrouble as trouble:
        logger.warning("stored files stay for now: %s", trouble)
    _forget(gone)
    return len(gone)


def abandon(paths: Iterable[str]) -> None:
    """Remove files that were named as pending and get no row, without asking the database.

    It may be the reason. They stay named for a minute, and what storage refuses is removed then.
    """
    try:
        for path in paths:
            _remove(path)
    except StorageTrouble as trouble:
        logger.warning("stored files without a row stay for a minute: %s", trouble)


def hand_over(
    paths: Sequence[str], record: Callable[[], bool], leaving: Sequence[str] = ()
) -> bool:
    """Give named files to a row in one transaction; `record` writes it and says whether it could.

    Where it could not, the files are removed; where it could, those in `leaving`, which the row
    does not name any more, have no owner. Raises TooLate; then nothing is recorded.
    """
    with transaction.atomic():
        is_recorded = record()
        if is_recorded:
            own(paths)
            mark_orphaned(leaving)
        else:
            mark_orphaned(paths)
    if not is_recorded:
        delete_orphans(paths)
    return is_recorded


def delete_due_orphans(within_s: float) -> int:
    """Remove files that are due until none is left or the time is up; returns how many went.

    One that storage refuses is tried again a minute later, after all others.
    """
    ends_at, removed = time.monotonic() + within_s, 0
    while time.monotonic() < ends_at and (batch := _due()):
        gone, refused = _tried(batch, ends_at)
        _forget(gone)
        again = OrphanedFile.objects.filter(path__in=refused)
        again.update(due_at=SharedNow() + _TRY_AGAIN_AFTER)
        removed += len(gone)
    return removed


def _due() -> list[str]:
    due = OrphanedFile.objects.filter(due_at__lte=SharedNow()).order_by("due_at")
    return list(due.values_list("path", flat=True)[:_BATCH])


def _tried(paths: list[str], ends_at: float) -> tuple[list[str], list[str]]:
    """The files that were removed, and those that storage refused, as far as there was time."""
    gone: list[str] = []
    refused: list[str] = []
    for path in paths:
        try:
            _remove(path)
            gone.append(path)
        except StorageTrouble as trouble:
            logger.warning("a stored file stays for now: %s", trouble)
            refused.append(path)
        if time.monotonic() >= ends_at:
            break
    return gone, refused


def _remove(path: str) -> None:
    if path.endswith("/"):
        discard_folder(path.rstrip("/"))
    else:
        erase(path)


def _forget(paths: list[str]) -> None:
    for start in range(0, len(paths), _BATCH):
        OrphanedFile.objects.filter(path__in=paths[start : start + _BATCH]).delete()
