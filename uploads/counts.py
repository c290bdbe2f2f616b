"""What is counted of pictures and refusals, for /metrics."""

from collections.abc import Iterable
from datetime import timedelta

from core.counters import count, count_duration

JOBS, JOB_SECONDS, PICTURES, REFUSALS = "jobs", "job_seconds", "pictures", "refusals"


def count_end(operations: Iterable[str], state: str, code: str, took: timedelta) -> None:
    """Count a picture that ended `done` or, with a code, `failed`, and each of its steps."""
    steps = [(JOBS, operation, state) for operation in sorted(set(operations))]
    count_duration(JOB_SECONDS, took.total_seconds(), [(PICTURES, state, code), *steps])


def count_refusals(codes: Iterable[str]) -> None:
    """Count what was turned away."""
    for code in codes:
        count(REFUSALS, code)
