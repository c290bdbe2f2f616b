"""The lease of a job is renewed while the work lasts, and not a moment longer."""

from threading import Event

import pytest
from django.db import OperationalError

from core import job_lease
from core.job_lease import renewed
from core.job_row import JobRow


class Job:
    """A job in name: counts how often it is renewed, and lets the test wait for it."""

    def __init__(self, answers):
        self.answers = iter(answers)
        self.renewals = 0
        self.is_asked = Event()

    def renew(self):
        self.renewals += 1
        try:
            answer = next(self.answers)
        except StopIteration:
            self.is_asked.set()
            return True
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(job_lease, "RENEW_EVERY_S", 0.01)


def work(job: Job, limit_s: float = 60) -> JobRow:
    return renewed(job, limit_s)  # type: ignore[arg-type, return-value]


def test_it_is_renewed_while_the_work_lasts(db):
    job = Job([])

    with work(job):
        assert job.is_asked.wait(10)


def test_a_database_that_is_away_for_a_moment_does_not_end_it(db):
    job = Job([OperationalError("the connection is closed")] * 3)

    with work(job):
        assert job.is_asked.wait(10)

    assert job.renewals >= 4


def test_a_run_that_lost_its_turn_renews_no_more(db, monkeypatch):
    job = Job([False])
    ended = end_of_thread(monkeypatch)

    with work(job):
        assert ended.wait(10)

    assert job.renewals == 1


def test_a_job_that_hangs_past_its_limit_is_renewed_no_more(db, monkeypatch):
    job = Job([])
    ended = end_of_thread(monkeypatch)

    with work(job, limit_s=0.05):
        assert ended.wait(10)


def end_of_thread(monkeypatch) -> Event:
    ended, renew = Event(), job_lease._renew

    def watched(*arguments):
        renew(*arguments)
        ended.set()

    monkeypatch.setattr(job_lease, "_renew", watched)
    return ended
