"""Makes uploads disappear: from the pages at once, from storage as soon as it lets go."""

import logging

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from uploads.files import StorageTrouble, discard_folder
from uploads.models import Upload

logger = logging.getLogger(__name__)

_BATCH = 10_000


def remove(upload: Upload) -> None:
    """Delete an upload: its page is gone now, its files now or, if storage refuses, later."""
    Upload.objects.filter(pk=upload.pk, deleted_at=None).update(deleted_at=timezone.now())
    _remove_for_good(upload)


def purge() -> int:
    """Remove every upload that expired or was deleted; returns how many went.

    The sessions that expired go too: they hold nothing but delete tokens of such uploads.
    """
    removed = sum(_remove_for_good(upload) for upload in Upload.objects.gone()[:_BATCH])
    SessionStore.clear_expired()
    if removed:
        logger.info("%d uploads were removed", removed)
    return removed


def _remove_for_good(upload: Upload) -> bool:
    try:
        discard_folder(upload.folder)
    except StorageTrouble as trouble:
        logger.warning("the files of upload %s stay for now: %s", upload.pk, trouble)
        return False
    upload.delete()
    return True
