"""Counting in Redis, from whichever process."""

import pytest
from redis.exceptions import ConnectionError as RedisGone

from core import counters
from core.counters import count, count_duration, counted
from core.redis_client import redis_client


@pytest.fixture(autouse=True)
def empty():
    redis_client().flushdb()


def test_counts_add_up_by_name_and_labels():
    count("refusals", "damaged")
    count("refusals", "damaged")
    count("camera_frames", "3", amount=40)

    assert counted() == {("refusals", "damaged"): 2, ("camera_frames", "3"): 40}


@pytest.mark.parametrize(
    ("seconds", "bound"), [(0.0, "0.05"), (0.05, "0.05"), (0.051, "0.1"), (60, "60"), (61, "+Inf")]
)
def test_a_duration_falls_into_one_bucket(seconds, bound):
    count_duration("job_seconds", seconds, [("pictures", "done", "")])

    assert counted() == {
        ("job_seconds", "le", bound): 1,
        ("job_seconds", "sum"): seconds,
        ("pictures", "done", ""): 1,
    }


def test_what_cannot_be_counted_is_said_in_the_log_and_no_more(monkeypatch, caplog):
    def gone():
        raise RedisGone("refused")

    monkeypatch.setattr(counters, "redis_client", gone)

    count("refusals", "damaged")

    (record,) = caplog.records
    assert (record.name, record.levelname) == ("core.counters", "WARNING")
    assert "refused" in record.getMessage()
