"""Does the work of a claimed job and records every way in which that can fail."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from django.db import close_old_connections

from core.job_lease import renewed
from core.job_row import JobRow
from core.sealed_files import BrokenSeal
from core.transient import TRANSIENT
from core.trouble import Trouble, trouble_of
from processing.refusal import Refused

logger = logging.getLogger(__name__)

Job = TypeVar("Job", bound=JobRow)


def run(job: Job, work: Callable[[Job], None], limit_s: float) -> None:
    """Do a claimed job, which `work` finishes itself, while its lease is renewed for `limit_s`.

    What ends because a part of the site is away is tried again. Raises SystemExit where this
    process has too little memory left, and whatever is a bug.
    """
    try:
        _attempt(job, work, limit_s)
    except MemoryError as error:
        logger.exception("%s needs more memory than is left here", job)
        if job.memory_code:
            job.fail(job.memory_code)
        # Only this child ends, so that whatever comes next has a fresh one with all its memory.
        raise SystemExit(1) from error
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None:
            job.fail("processing_failed")
            raise
        _try_later(job, trouble, error)


def _attempt(job: Job, work: Callable[[Job], None], limit_s: float) -> None:
    try:
        with renewed(job, limit_s):
            work(job)
    except Refused as refusal:
        logger.info("%s is refused: %s", job, refusal.code)
        job.fail(refusal.code)
    except BrokenSeal as broken:
        logger.warning("the stored original of %s cannot be opened: %s", job, broken)
        job.fail("damaged")


def _try_later(job: JobRow, trouble: Trouble, error: Exception) -> None:
    """Put the job back; with the database away the sweep does, once its lease has ended."""
    logger.warning("%s, attempt %d: trouble with %s: %s", job, job.attempts, trouble.part, error)
    close_old_connections()
    with suppress(*TRANSIENT):
        job.try_later("storage")
