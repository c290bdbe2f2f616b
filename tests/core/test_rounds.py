"""Rounds of housekeeping by Redis' clock."""

from core import rounds
from core.redis_client import redis_client
from core.rounds import begin_round


def test_messages_that_have_piled_up_make_one_round():
    redis_client().flushdb()

    assert [begin_round("sweep", 5) for _ in range(3)] == [True, False, False]
    assert begin_round("purge", 60)


def test_the_next_round_is_due_in_time():
    redis_client().flushdb()
    begin_round("sweep", 5)

    assert 0 < redis_client().pttl("round:sweep") < 5000


def test_without_redis_a_round_is_made(monkeypatch):
    def away():
        raise rounds.RedisError

    monkeypatch.setattr(rounds, "redis_client", away)

    assert begin_round("sweep", 5)
