import json
import logging
from contextlib import suppress

from celery import Task, shared_task
from django.conf import settings
from structlog.contextvars import bind_contextvars

from cameras.models import PendingRecording
from core import job_run
from core.job_sweep import sweep
from core.rounds import begin_round
from core.secret_field import decrypt
from core.transient import TRANSIENT
from recordings import housekeeping, notification, trial_message
from recordings.recording import Recording
from recordings.saving import save
from recordings.time_lapse import TimeLapse
from recordings.time_lapse_queue import enqueue_next, sweep_time_lapses
from recordings.time_lapse_rendering import render_time_lapse
from recordings.webhook import PermanentError, TemporaryError

logger = logging.getLogger(__name__)

_TIME_LAPSE_LIMIT_S = 900
_MAX_NOTIFICATION_RETRIES = 5


@shared_task
def save_recording(pending_id: int) -> None:
    """Make a recording of a queued picture. Safe to run twice, and twice at once."""
    pending = PendingRecording.claim(pending_id)
    if pending is None:
        return
    bind_contextvars(camera_id=pending.camera_id)
    job_run.run(pending, save, settings.PICTURE_TIME_LIMIT_S)


@shared_task(bind=True, max_retries=_MAX_NOTIFICATION_RETRIES, time_limit=30)
def send_webhook(task: "Task[[int, int], None]", recording_id: int, suppressed_count: int) -> None:
    """Call a camera's webhook about a recording."""
    recording = Recording.objects.select_related("camera").filter(pk=recording_id).first()
    if recording is None:
        return
    try:
        notification.send_webhook(recording, suppressed_count)
    except PermanentError as reason:
        logger.warning("the webhook of camera %s is not called: %s", recording.camera_id, reason)
    except TemporaryError as reason:
        raise task.retry(exc=reason, countdown=_pause_s(task.request.retries)) from None


@shared_task(bind=True, max_retries=_MAX_NOTIFICATION_RETRIES, time_limit=60)
def send_to_service(
    task: "Task[[int, int, int], None]", recording_id: int, suppressed_count: int, number: int
) -> None:
    """Send a message about a recording by one of its camera's services."""
    recording = Recording.objects.select_related("camera").filter(pk=recording_id).first()
    if recording is None:
        return
    try:
        notification.send_to_service(recording, suppressed_count, number)
    except PermanentError as reason:
        logger.warning("service %s of camera %s: %s", number + 1, recording.camera_id, reason)
    except TemporaryError as reason:
        raise task.retry(exc=reason, countdown=_pause_s(task.request.retries)) from None


@shared_task(bind=True, max_retries=_MAX_NOTIFICATION_RETRIES, time_limit=30)
def send_email(task: "Task[[int, int], None]", recording_id: int, suppressed_count: int) -> None:
    """Send an e-mail about a recording."""
    recording = Recording.objects.select_related("camera").filter(pk=recording_id).first()
    if recording is None:
        return
    try:
        notification.send_email(recording, suppressed_count)
    except OSError as trouble:
        raise task.retry(exc=trouble, countdown=_pause_s(task.request.retries)) from None


@shared_task(acks_late=False, reject_on_worker_lost=False, time_limit=60)
def try_messages(request: str, camera: str, encrypted: str) -> None:
    """Send test messages and tell who asked; `encrypted` by `core.secret_field`."""
    targets = json.loads(decrypt(encrypted))
    trial_message.answer(request, trial_message.try_messages(camera, targets))


@shared_task(time_limit=_TIME_LAPSE_LIMIT_S)
def make_time_lapse(time_lapse_id: int) -> None:
    """Make a time-lapse, and have the next one started."""
    time_lapse = TimeLapse.claim(time_lapse_id)
    if time_lapse is None:
        return
    try:
        job_run.run(time_lapse, render_time_lapse, _TIME_LAPSE_LIMIT_S)
    finally:
        with suppress(*TRANSIENT):  # the sweep does it later
            enqueue_next()


@shared_task
def sweep_recordings() -> None:
    """Queue again the pictures and time-lapses that lost their worker or their message."""
    if begin_round("recordings", settings.SWEEP_EVERY_S):
        sweep(PendingRecording)
        sweep_time_lapses()


@shared_task
def clean_up() -> None:
    """Apply retention; remove what expired or has no owner."""
    if begin_round("retention", settings.RETENTION_EVERY_S):
        housekeeping.clean_up()


def _pause_s(retries: int) -> int:
    return min(2 << retries, settings.LONGEST_COUNTDOWN_S)
