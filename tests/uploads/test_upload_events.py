"""Who waits for an upload is woken by Redis, not by asking the database again and again."""

import threading

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from core.redis_client import redis_client
from tests.waiting import wait_for
from uploads import upload_events
from uploads.upload_events import publish_change, wait_until


def has_no_subscriber(upload_id: int) -> bool:
    """Whether nobody listens to an upload's channel; Redis notices a moment after one left."""
    ((_channel, count),) = redis_client().pubsub_numsub(f"upload:{upload_id}")
    return count == 0


def test_a_waiter_asks_once_and_again_after_each_announcement():
    asked = threading.Semaphore(0)
    answers = iter([False, False, True])

    def is_settled():
        asked.release()
        return next(answers)

    waiter = threading.Thread(target=wait_until, args=(is_settled, 7, 20))
    waiter.start()
    for _ in range(2):
        assert asked.acquire(timeout=10)
        publish_change(7)
    waiter.join(10)

    assert not waiter.is_alive()
    assert next(answers, "used up") == "used up"
    wait_for(lambda: has_no_subscriber(7))


def test_what_is_settled_already_is_not_waited_for():
    wait_until(lambda: True, 8, 20)

    wait_for(lambda: has_no_subscriber(8))


def test_waiting_ends_with_its_time():
    asked: list[int] = []

    wait_until(lambda: bool(asked.append(1)), 9, 0.1)

    assert len(asked) == 1


def test_when_too_many_wait_the_next_is_answered_at_once(monkeypatch):
    monkeypatch.setattr(upload_events, "_places", threading.BoundedSemaphore(1))
    upload_events._places.acquire()

    wait_until(lambda: pytest.fail("was asked"), 10, 20)


def test_with_redis_away_nobody_waits_and_nothing_breaks(monkeypatch):
    def away():
        raise RedisConnectionError("away")

    monkeypatch.setattr(upload_events, "redis_client", away)

    publish_change(11)
    wait_until(lambda: pytest.fail("was asked"), 11, 20)
    assert upload_events._places.acquire(blocking=False)
    upload_events._places.release()
