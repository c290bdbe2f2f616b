"""Renews the lease of a running job from a thread, which goes on while OpenCV is busy.

The thread ends with its process. Beyond the time limit of the job it renews no more, so that a job
that hangs without being killed is taken over.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection

from core.job_row import JobRow
from core.transient import TRANSIENT

logger = logging.getLogger(__name__)

RENEW_EVERY_S = 5.0
"""A database that is away for less than a lease does no harm: it is tried again and again."""


@contextmanager
def renewed(job: JobRow, limit_s: float) -> Iterator[None]:
    """Keep the lease of a claimed job while the block runs, for `limit_s` at most."""
    has_ended = Event()
    ends_at = time.monotonic() + limit_s
    Thread(target=_renew, args=(job, has_ended, ends_at), name="lease", daemon=True).start()
    try:
        yield
    finally:
        has_ended.set()


def _renew(job: JobRow, has_ended: Event, ends_at: float) -> None:
    is_ours = True
    while is_ours and not has_ended.wait(RENEW_EVERY_S) and time.monotonic() < ends_at:
        try:
            is_ours = job.renew()
        except TRANSIENT as error:
            logger.warning("the lease of %s is not renewed for now: %s", job, error)
        finally:
            connection.close()  # this thread's own
