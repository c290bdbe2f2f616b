from celery import shared_task
from django.conf import settings
from structlog.contextvars import bind_contextvars

from core import job_run
from core.job_queue import wake
from core.job_sweep import sweep
from core.rounds import begin_round
from uploads.clip_rendering import render_clip
from uploads.models import Clip, Picture
from uploads.orphan_removal import delete_due_orphans
from uploads.removal import purge
from uploads.rendering import render
from uploads.turns import NEXT_TASK, claim_next


@shared_task
def process_next() -> None:
    """Turn the picture whose turn it is into its result. Safe to run twice, and twice at once."""
    picture = claim_next()
    if picture is not None:
        _process(picture)


@shared_task
def process_picture(picture_id: int) -> None:
    """Try this picture again, if it was begun before; else process whichever has the next turn."""
    was_begun = Picture.objects.filter(pk=picture_id, attempts__gt=0).exists()
    picture = Picture.claim(picture_id) if was_begun else claim_next()
    if picture is not None:
        _process(picture)


def _process(picture: Picture) -> None:
    bind_contextvars(picture_id=picture.pk, upload_id=picture.upload_id)
    try:
        job_run.run(picture, render, settings.PICTURE_TIME_LIMIT_S)
    finally:
        if picture.is_heavy:  # others of its kind may have been passed over for it
            wake(NEXT_TASK)


@shared_task(time_limit=settings.CLIP_TIME_LIMIT_S)
def process_clip(clip_id: int) -> None:
    """Turn this clip into its result. Safe to run twice, and twice at once."""
    clip = Clip.claim(clip_id)
    if clip is not None:
        bind_contextvars(picture_id=clip.pk, upload_id=clip.upload_id)
        job_run.run(clip, render_clip, settings.CLIP_TIME_LIMIT_S)


@shared_task
def sweep_pictures() -> None:
    """Queue again the pictures and clips that lost their worker or their message."""
    if begin_round("pictures", settings.SWEEP_EVERY_S):
        sweep(Picture)
        sweep(Clip)


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
