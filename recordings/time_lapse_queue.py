"""The jobs of time-lapses: one at a time is on the queue; what was killed is got going again."""

from django.db.models import QuerySet

from core.clock import SharedNow
from core.job_queue import send
from core.job_row import MESSAGE_EXPECTED
from core.job_state import JobState
from core.job_sweep import put_back_abandoned
from recordings.time_lapse import TimeLapse


def enqueue_next() -> None:
    """Send a message for the oldest time-lapse that waits; without a broker the sweep does it."""
    _send(list(_waiting().values_list("pk", flat=True)[:1]))


def sweep_time_lapses() -> None:
    """Give the time-lapses of killed workers to others, or give them up, and start what waits."""
    put_back = put_back_abandoned(TimeLapse)
    if TimeLapse.is_one_at_work():
        return
    due = _waiting().filter(due_at__lte=SharedNow())
    _send((put_back or list(due.values_list("pk", flat=True)))[:1])


def _waiting() -> "QuerySet[TimeLapse]":
    return TimeLapse.unfinished().filter(state=JobState.QUEUED).order_by("created_at", "id")


def _send(time_lapse_ids: list[int]) -> None:
    if time_lapse_ids:
        _waiting().filter(pk__in=time_lapse_ids).update(due_at=SharedNow() + MESSAGE_EXPECTED)
        send(TimeLapse.task_name, time_lapse_ids)
