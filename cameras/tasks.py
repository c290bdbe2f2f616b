from celery import Task, shared_task
from structlog.contextvars import bind_contextvars

from cameras.capture import trial
from cameras.capture.loop import capture
from cameras.capture.supervision import supervise
from core.secret_field import UnreadableError, decrypt

_FOR_EVER_S = 10 * 366 * 86_400
"""A camera runs until it is switched off; a hung one is ended by its own watchdog."""


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


@shared_task(acks_late=False, reject_on_worker_lost=False)
def try_source(request: str, encrypted: str, certificate: str) -> None:
    """Try a source once and tell who asked; `encrypted` by `core.secret_field`."""
    try:
        outcome = trial.try_source(decrypt(encrypted), certificate)
    except UnreadableError:
        outcome = trial.Trial("bad_source")
    trial.answer(request, outcome)
