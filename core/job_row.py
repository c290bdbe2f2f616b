"""The row of a job. It is the truth about the job; a message on the queue only wakes a worker.

Every run is numbered by `version` and `attempts`, and only the newest run of the newest version
records an outcome. The process that runs a job holds a lease on it and renews it while it works
(core/job_lease.py). Nobody else takes the job before the lease is over, unless that process is
seen to have ended. All moments are of the shared clock (core/clock.py).
"""

import logging
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.clock import SharedNow
from core.job_state import UNFINISHED, JobState
from core.process_identity import has_ended, pid_of, this_machine, this_process

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
MESSAGE_EXPECTED = timedelta(seconds=20)
"""How long after a message was sent for a job its loss is considered."""
_PAUSES = (timedelta(seconds=2), timedelta(seconds=5))
"""After the first attempt and the second; a round of the sweep comes on top."""


class JobRow(models.Model):
    """A job of any kind."""

    State = JobState

    task_name: ClassVar[str]
    """The Celery task that does such a job, given the row's id."""
    max_attempts: ClassVar[int] = 3
    """So often one version may be begun: what kills its worker each time is given up."""
    memory_code: ClassVar[str] = ""
    """What a job fails of that finds too little memory; empty: it is tried in a fresh process."""
    abandoned_come_first: ClassVar[bool] = False
    """Whether any message for such jobs takes up an abandoned one before all others."""

    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    error_code = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=100, blank=True, editable=False)
    due_at = models.DateTimeField(
        default=timezone.now,
        editable=False,
        help_text="running: end of the lease; queued: when the sweep looks at it",
    )
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(
                fields=["state", "due_at"], condition=Q(state__in=UNFINISHED), name="%(class)s_due"
            ),
        ]

    @classmethod
    def claim(cls, job_id: int) -> Self | None:
        """Take a job to work on; None where there is nothing to do, or another process does it.

        After too many attempts it fails instead: it kills its workers.
        """
        job = cls.to_claim().filter(pk=job_id).annotate(is_due=Q(due_at__lte=SharedNow())).first()
        if job is None or not (job.state == JobState.QUEUED or job.is_abandoned):
            return None
        if job.attempts >= cls.max_attempts:
            job.give_up()
            return None
        return job if job.begin() else None

    @classmethod
    def to_claim(cls) -> "models.QuerySet[Self]":
        """The rows among which `claim` looks, with what a run needs of others."""
        return cls.unfinished()

    @classmethod
    def unfinished(cls) -> "models.QuerySet[Self]":
        return cls._default_manager.filter(state__in=UNFINISHED)

    @classmethod
    def abandoned(cls, most: int) -> "list[Self]":
        """Running jobs that nobody works on any more, the longest abandoned first."""
        is_due = Q(due_at__lte=SharedNow())
        running = cls.unfinished().filter(state=JobState.RUNNING).annotate(is_due=is_due)
        suspects = running.filter(Q(is_due=True) | Q(claimed_by__startswith=f"{this_machine()} "))
        return [job for job in suspects.order_by("due_at")[:most] if job.is_abandoned]

    @property
    def is_abandoned(self) -> bool:
        """Whether a running job, read with `is_due`, has lost its process."""
        return bool(getattr(self, "is_due")) or has_ended(self.claimed_by)  # noqa: B009

    def begin(self) -> bool:
        """Take the job that was read, unless somebody else did; True where it is ours."""
        attempt = self.attempts + 1
        begun = self._as_read().update(
            state=JobState.RUNNING,
            attempts=attempt,
            claimed_by=this_process(),
            started_at=SharedNow(),
            due_at=SharedNow() + LEASE,
        )
        if begun and self.state == JobState.RUNNING:
            self._log_loss()
        self.attempts, self.started_at = attempt, timezone.now()
        return bool(begun)

    def renew(self) -> bool:
        """Extend the lease; False where this run has lost its turn."""
        return self.record(state=JobState.RUNNING, due_at=SharedNow() + LEASE)

    def give_up(self) -> bool:
        """Fail a job that kills its workers, unless its lease was renewed since it was read."""
        has_failed = self._as_read().exists() and self.fail("processing_failed")
        if has_failed:
            self._log_loss()
        return has_failed

    def put_back_abandoned(self) -> bool:
        """Queue an abandoned job, unless its lease was renewed since it was read."""
        due_at = SharedNow() + MESSAGE_EXPECTED
        is_put_back = self._as_read().update(state=JobState.QUEUED, claimed_by="", due_at=due_at)
        if is_put_back:
            self._log_loss()
        return bool(is_put_back)

    def _log_loss(self) -> None:
        """The pool's own line about a process that was killed knows its id, but not the job's."""
        logger.warning("%s lost its process (pid %s)", self, pid_of(self.claimed_by))

    def put_back(self, after: timedelta) -> bool:
        """Queue it again, to be tried after a pause; False where this run has lost its turn."""
        due_at = SharedNow() + after
        return self.record(state=JobState.QUEUED, claimed_by="", due_at=due_at)

    def try_later(self, code: str) -> bool:
        """Try again after a trouble that may pass; after the last attempt it has failed of it."""
        if self.attempts >= self.max_attempts:
            return self.fail(code)
        return self.put_back(_PAUSES[self.attempts - 1])

    def put_back_uncounted(self, after: timedelta) -> bool:
        """Queue the job again without counting the attempt: as its next version."""
        next_version = {"version": F("version") + 1, "attempts": 0}
        due_at = SharedNow() + after
        return self.record(state=JobState.QUEUED, claimed_by="", due_at=due_at, **next_version)

    def fail(self, code: str) -> bool:
        """Record why there is no result; False where this run has lost its turn."""
        return self.record(state=JobState.FAILED, error_code=code, ended_at=SharedNow())

    def record(self, **fields: Any) -> bool:
        """Update the row, unless a newer run or version was begun or the job has ended."""
        return bool(self._unfinished().update(**fields))

    def _unfinished(self) -> "models.QuerySet[Self]":
        run = {"pk": self.pk, "version": self.version, "attempts": self.attempts}
        return self.unfinished().filter(**run)

    def _as_read(self) -> "models.QuerySet[Self]":
        """The row, if neither its run nor its lease has changed since it was read."""
        return self._unfinished().filter(state=self.state, due_at=self.due_at)

    @staticmethod
    def new_version(begins: "models.QuerySet[Any]", **fields: Any) -> bool:
        """Queue ended jobs as their next version, with all attempts; False without any."""
        begun = begins.update(
            state=JobState.QUEUED,
            version=F("version") + 1,
            attempts=0,
            error_code="",
            queued_at=SharedNow(),
            due_at=SharedNow() + MESSAGE_EXPECTED,
            started_at=None,
            ended_at=None,
            **fields,
        )
        return bool(begun)

    @property
    def has_ended(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def is_done(self) -> bool:
        return self.state == JobState.DONE


def queued_now() -> dict[str, Any]:
    """Fields of a new row by the shared clock; its message is sent once the row is committed."""
    return {"queued_at": SharedNow(), "due_at": SharedNow() + MESSAGE_EXPECTED}
