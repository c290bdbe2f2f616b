"""Makes uploads disappear: from the pages at once, from storage as soon as it lets go."""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from uploads.models import Upload
from uploads.orphan_removal import delete_due_orphans, delete_orphans
from uploads.orphaned_file import mark_orphaned
from uploads.upload_events import publish_change

logger = logging.getLogger(__name__)

_BATCH = 100
_ROUND_S = 25.0
"""Well below a task's time limit: a bucket may take a tenth of a second for each file."""
_LONGEST_REQUEST_S = 3600


def remove(upload: Upload) -> None:
    """Delete an upload: its rows are gone now, its files now or, if storage refuses, later."""
    upload_id, folder = upload.pk, f"{upload.folder}/"
    _delete_rows([upload])
    delete_orphans([folder])
    publish_change(upload_id)


def purge(within_s: float = _ROUND_S) -> int:
    """Remove uploads that expired, the longest expired first; returns how many went.

    The sessions that expired go too: they hold nothing but what such uploads need.
    """
    ends_at, removed = time.monotonic() + within_s, 0
    while time.monotonic() < ends_at and (expired := list(Upload.objects.expired()[:_BATCH])):
        _delete_rows(expired)
        removed += len(expired)
    delete_due_orphans(ends_at - time.monotonic())
    SessionStore.clear_expired()
    _clear_incoming()
    if removed:
        logger.info("%d uploads were removed", removed)
    return removed


def _delete_rows(uploads: Sequence[Upload]) -> None:
    """Delete rows and name their folders for removal: from here on they have no owner."""
    with transaction.atomic():
        mark_orphaned([f"{upload.folder}/" for upload in uploads])
        Upload.objects.filter(pk__in=[upload.pk for upload in uploads]).delete()


def _clear_incoming() -> None:
    """Remove what a killed web process left of requests it was reading."""
    long_ago = time.time() - _LONGEST_REQUEST_S
    for file in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < long_ago:
                file.unlink()
