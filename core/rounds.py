"""Rounds of housekeeping that are due by Redis' clock, whatever clock beat or a worker has.

Messages of beat bear no expiry, which the worker would judge by its own clock. So after a while
without a worker many of them wait; the first begins a round, and the others find it was made.
"""

from redis.exceptions import RedisError

from core.redis_client import redis_client


def begin_round(name: str, every_s: float) -> bool:
    """Whether a round is due; notes that it is made now. Without Redis it always is."""
    lives_ms = int(every_s * 800)  # a message that comes a little early is none too many
    try:
        return bool(redis_client().set(f"round:{name}", 1, nx=True, px=lives_ms))
    except RedisError:
        return True
