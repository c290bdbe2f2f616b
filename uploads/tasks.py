from celery import shared_task
from django.conf import settings
from structlog.contextvars import bind_contextvars

from core import job_run
from core.job_sweep import sweep
from core.rounds import begin_round
from uploads.models import Picture
from uploads.orphan_removal import delete_due_orphans
from uploads.removal import purge
from uploads.rendering import render


@shared_task
def process_picture(picture_id: int) -> None:
    """Turn one queued picture into its result. Safe to run twice, and twice at once."""
    picture = Picture.claim(picture_id)
    if picture is None:
        return
    bind_contextvars(picture_id=picture.pk, upload_id=picture.upload_id)
    job_run.run(picture, render, settings.PICTURE_TIME_LIMIT_S)


@shared_task
def sweep_pictures() -> None:
    """Queue again the pictures that lost their worker or their message."""
    if begin_round("pictures", settings.SWEEP_EVERY_S):
        sweep(Picture)


@shared_task
def remove_orphans() -> None:
    """Remove stored files that no row owns."""
    if begin_round("orphans", settings.ORPHANS_EVERY_S):
        delete_due_orphans(within_s=settings.ORPHANS_EVERY_S)


@shared_task
def purge_expired() -> None:
    """Remove the rows and files of uploads that expired."""
    if begin_round("uploads", settings.PURGE_EVERY_S):
        purge()
