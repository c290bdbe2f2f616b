"""The Redis connection that this process shares; time-outs are set so that nothing hangs on it."""

from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.asyncio import ConnectionPool as AsyncConnectionPool
from redis.asyncio import Redis as AsyncRedis

StreamEntry = tuple[bytes, dict[bytes, bytes]]
"""One entry of a Redis stream: its id, which begins with Redis' time in ms, and its fields."""
XreadReply = list[tuple[bytes, list[StreamEntry]]]
"""The reply to XREAD: for each stream its name and entries."""


@lru_cache(maxsize=1)
def redis_client() -> Redis:
    """A client whose pool connects on first use (so never before a fork)."""
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=settings.REDIS_TIMEOUT_S, **settings.REDIS_OPTIONS
    )


def async_redis_client() -> AsyncRedis:
    """A client for the running event loop; it waits long enough for blocking reads of a second."""
    pool = AsyncConnectionPool.from_url(
        settings.REDIS_URL, socket_timeout=settings.REDIS_TIMEOUT_S * 5, **settings.REDIS_OPTIONS
    )
    return AsyncRedis.from_pool(pool)
