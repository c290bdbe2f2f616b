"""Token buckets, by a real Valkey."""

import pytest

from core.rate_limits import RateLimit, seconds_to_wait
from core.redis_client import redis_client

THREE = RateLimit(burst=3, per_minute=0.001)


@pytest.fixture(autouse=True)
def empty():
    redis_client().flushdb()


def take(times=1, who="somebody", limit=THREE, **options):
    return [seconds_to_wait("name", who, limit, **options) for _ in range(times)]


def test_a_burst_is_free_and_what_follows_waits():
    first, second, third, fourth = take(4)

    assert (first, second, third) == (0, 0, 0)
    assert 59_000 < fourth <= 60_000


def test_each_has_a_bucket_of_his_own_for_each_limit():
    take(3)

    assert take(who="somebody else") == [0]
    assert seconds_to_wait("other", "somebody", THREE) == 0


def test_looking_takes_nothing():
    assert take(9, take=False) == [0] * 9

    take(3)
    assert take(take=False)[0] > 0


def test_what_costs_more_than_the_burst_takes_all_of_it():
    assert take(cost=99) == [0]
    assert take()[0] > 0


def test_a_bucket_fills_again():
    fast = RateLimit(burst=1, per_minute=60_000)

    assert take(2, limit=fast)[0] == 0
    assert 0 in take(50, limit=fast)


def test_a_bucket_is_forgotten_once_it_is_full_and_names_nobody():
    take(who="203.0.113.9")

    (key,) = redis_client().keys("rate:*")
    assert b"203.0.113" not in key
    assert redis_client().ttl(key) > 0


def test_without_redis_nobody_is_limited(monkeypatch, settings):
    settings.REDIS_URL = "unix:///nowhere.sock"
    redis_client.cache_clear()
    try:
        assert take(9) == [0] * 9
    finally:
        redis_client.cache_clear()
