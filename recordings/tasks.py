import logging

from celery import Task, shared_task
from django.db import OperationalError
from redis.exceptions import RedisError

from cameras.ingest import record_queue
from core.stored_files import StorageTrouble
from processing.refusal import Refused
from recordings import housekeeping, notification, saving, time_lapse_rendering
from recordings.recording import Recording
from recordings.time_lapse import MAX_ATTEMPTS, TimeLapse
from recordings.time_lapse_queue import enqueue_next, recover_time_lapses
from recordings.webhook import PermanentError, TemporaryError

logger = logging.getLogger(__name__)

_TIME_LAPSE_LIMIT_S = 900
_LONGEST_PAUSE_S = 60
"""Shorter than the broker's visibility timeout, or what waits would be delivered again."""
_MAX_NOTIFICATION_RETRIES = 5


@shared_task(bind=True, max_retries=None)
def save_recording(task: "Task[[str], None]", key: str) -> None:
    """Save a queued picture and notify of it. Safe to run twice, and twice at once.

    Tried again until it has waited so long that Redis forgets it.
    """
    try:
        recording = saving.save_recording(key)
        if recording is not None:
            notification.notify(recording)
        record_queue.ack(key)
    except (StorageTrouble, OperationalError, RedisError) as trouble:
        record_queue.uncount_attempt(key)
        raise task.retry(exc=trouble, countdown=_pause_s(task.request.retries)) from None
    except MemoryError as error:
        # Only this child ends, so that the next attempt has a fresh one with all its memory.
        raise SystemExit(1) from error


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


@shared_task(acks_late=False, reject_on_worker_lost=False, time_limit=_TIME_LAPSE_LIMIT_S)
def make_time_lapse(time_lapse_id: int) -> None:
    """Make a time-lapse. Acknowledged at once, since it takes minutes: its row tells of a kill."""
    lapse = TimeLapse.claim(time_lapse_id)
    if lapse is None:
        return
    try:
        time_lapse_rendering.render_time_lapse(lapse)
    except time_lapse_rendering.LostClaim:
        logger.info("time-lapse %s is not wanted from this run any more", lapse.pk)
    except Refused as refusal:
        lapse.fail(refusal.code)
    except StorageTrouble:
        if lapse.attempts >= MAX_ATTEMPTS:
            lapse.fail("storage")
        else:
            lapse.put_back()
    except Exception:
        lapse.fail("processing_failed")
        raise
    finally:
        enqueue_next()


@shared_task
def clean_up() -> None:
    """Apply retention, remove what expired or has no owner; get forgotten time-lapses going."""
    housekeeping.clean_up()
    recover_time_lapses()


def _pause_s(retries: int) -> int:
    return min(2 << retries, _LONGEST_PAUSE_S)
