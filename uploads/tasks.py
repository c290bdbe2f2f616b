import logging

from celery import Task, shared_task
from django.conf import settings
from structlog.contextvars import bind_contextvars

from core.stored_files import StorageTrouble
from processing.refusal import Refused
from uploads.models import Picture
from uploads.recovery import sweep
from uploads.removal import purge
from uploads.rendering import render
from uploads.upload_events import publish_change

logger = logging.getLogger(__name__)

_RETRY_AFTER_S = (2, 10, 30)


@shared_task(bind=True, max_retries=None)
def process_picture(task: "Task[[int], None]", picture_id: int) -> None:
    """Turn one queued picture into its result. Safe to run twice, and twice at once."""
    redelivered = bool((task.request.delivery_info or {}).get("redelivered"))
    picture = Picture.claim(picture_id, redelivered=redelivered)
    if picture is None:
        return
    bind_contextvars(picture_id=picture.pk, upload_id=picture.upload_id)
    try:
        render(picture)
    except Refused as refusal:
        picture.fail(refusal.code)
    except StorageTrouble as trouble:
        if picture.attempts >= settings.MAX_ATTEMPTS_PER_PICTURE:
            picture.fail("storage")
        elif picture.put_back():
            raise task.retry(exc=trouble, countdown=_RETRY_AFTER_S[picture.attempts - 1]) from None
    except MemoryError as error:
        logger.exception("picture %s needs more memory than is left here", picture.pk)
        # Only this child ends, so that the next attempt has a fresh one with all its memory.
        raise SystemExit(1) from error
    except Exception:
        picture.fail("processing_failed")
        raise
    finally:
        publish_change(picture.upload_id)


@shared_task
def sweep_forgotten() -> None:
    """Put back on the queue what a lost queue or a killed worker forgot."""
    sweep()


@shared_task
def purge_expired() -> None:
    """Remove the rows and files of uploads that expired or were deleted."""
    purge()
