"""Makes uploads disappear: from the pages at once, from storage as soon as it lets go."""

import logging
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from core.stored_files import StorageTrouble, discard_folder
from uploads.models import Upload
from uploads.upload_events import publish_change

logger = logging.getLogger(__name__)

_BATCH = 10_000
_LONGEST_REQUEST_S = 3600


def remove(upload: Upload) -> None:
    """Delete an upload: its page is gone now, its files now or, if storage refuses, later."""
    Upload.objects.filter(pk=upload.pk, deleted_at=None).update(deleted_at=timezone.now())
    upload_id = upload.pk
    _remove_for_good(upload)
    publish_change(upload_id)


def purge() -> int:
    """Remove every upload that expired or was deleted; returns how many went.

    The sessions that expired go too: they hold nothing but delete tokens of such uploads.
    """
    Upload.objects.gone().filter(deleted_at=None).update(deleted_at=timezone.now())
    removed = sum(_remove_for_good(upload) for upload in Upload.objects.gone()[:_BATCH])
    SessionStore.clear_expired()
    _clear_incoming()
    if removed:
        logger.info("%d uploads were removed", removed)
    return removed


def _clear_incoming() -> None:
    """Remove what a killed web process left of requests it was reading."""
    long_ago = time.time() - _LONGEST_REQUEST_S
    for file in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < long_ago:
                file.unlink()


def _remove_for_good(upload: Upload) -> bool:
    try:
        discard_folder(upload.folder)
    except StorageTrouble as trouble:
        logger.warning("the files of upload %s stay for now: %s", upload.pk, trouble)
        return False
    upload.delete()
    return True
