import logging

from celery import Task, shared_task
from django.db import OperationalError
from redis.exceptions import RedisError
from structlog.contextvars import bind_contextvars

from cameras.capture import capture
from cameras.records import filming, handing_in, keeping, notification
from cameras.records.housekeeping import keep_house as keep_house_now
from cameras.records.record import Record
from cameras.records.time_lapse import MAX_ATTEMPTS, TimeLapse
from cameras.records.webhook import Hopeless, Undelivered
from cameras.supervision import supervise
from processing.refusal import Refused
from uploads.files import StorageTrouble

logger = logging.getLogger(__name__)

_FOR_EVER_S = 10 * 366 * 86_400
"""A camera runs until it is switched off; a hung one is ended by its own alarm."""

_FILM_TIME_LIMIT_S = 900
_LONGEST_PAUSE_S = 60
"""Shorter than the broker's visibility timeout, or what waits would be delivered again."""
_WORD_TRIES = 5


@shared_task(
    bind=True,
    acks_late=False,
    reject_on_worker_lost=False,
    time_limit=_FOR_EVER_S,
)
def capture_camera(task: "Task[[int], None]", camera_id: int) -> None:
    """Own a camera and feed its buffer, until it is switched off or another process owns it."""
    bind_contextvars(camera_id=camera_id)
    capture(camera_id, worker=str(task.request.hostname))


@shared_task
def supervise_cameras() -> None:
    """Start the captures that are missing."""
    supervise()


@shared_task(bind=True, max_retries=None)
def keep_record(task: "Task[[str], None]", key: str) -> None:
    """Keep a picture that was handed in and tell of it. Safe to run twice, and twice at once.

    Tried again until it has waited so long that Redis forgets it.
    """
    try:
        record = keeping.keep(key)
        if record is not None:
            notification.tell_of(record)
        handing_in.done_with(key)
    except (StorageTrouble, OperationalError, RedisError) as trouble:
        handing_in.not_begun(key)
        raise task.retry(exc=trouble, countdown=_pause_s(task.request.retries)) from None
    except MemoryError as error:
        # Only this child ends, so that the next attempt has a fresh one with all its memory.
        raise SystemExit(1) from error


@shared_task(bind=True, max_retries=_WORD_TRIES, time_limit=30)
def send_webhook(task: "Task[[int, int], None]", record_id: int, untold: int) -> None:
    """Tell a camera's webhook of a record."""
    record = Record.objects.select_related("camera").filter(pk=record_id).first()
    if record is None:
        return
    try:
        notification.send_webhook(record, untold)
    except Hopeless as reason:
        logger.warning("the webhook of camera %s is not told: %s", record.camera_id, reason)
    except Undelivered as reason:
        raise task.retry(exc=reason, countdown=_pause_s(task.request.retries)) from None


@shared_task(bind=True, max_retries=_WORD_TRIES, time_limit=30)
def send_email(task: "Task[[int, int], None]", record_id: int, untold: int) -> None:
    """Write an e-mail about a record."""
    record = Record.objects.select_related("camera").filter(pk=record_id).first()
    if record is None:
        return
    try:
        notification.send_email(record, untold)
    except OSError as trouble:
        raise task.retry(exc=trouble, countdown=_pause_s(task.request.retries)) from None


@shared_task(acks_late=False, reject_on_worker_lost=False, time_limit=_FILM_TIME_LIMIT_S)
def make_time_lapse(time_lapse_id: int) -> None:
    """Make a film. Acknowledged at once, since it takes minutes: its row tells if it was killed."""
    lapse = TimeLapse.claim(time_lapse_id)
    if lapse is None:
        return
    try:
        filming.film(lapse)
    except filming.LostTurn:
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
        filming.ask_for_next()


@shared_task
def keep_house() -> None:
    """Remove what is over, expired or stray; get forgotten films going again."""
    keep_house_now()
    filming.sweep_films()


def _pause_s(retries: int) -> int:
    return min(2 << retries, _LONGEST_PAUSE_S)
