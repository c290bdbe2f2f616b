"""Rate limits: token buckets in Redis."""

import hashlib
import logging
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from django.conf import settings
from redis.commands.core import Script
from redis.exceptions import RedisError

from core.redis_client import redis_client

logger = logging.getLogger(__name__)

RATE_LIMITED = "rate_limited"
"""The code of such a refusal, and the counter of them."""

_TAKE = """
-- A bucket holds ARGV[1] tokens and gains ARGV[2] a second; takes ARGV[3] of them if there are as
-- many, or with ARGV[4] = '0' only looks. Answers how many seconds are to be waited, 0 where there
-- were enough. Redis' own clock counts.
local time = redis.call('TIME')
local now = time[1] + time[2] / 1e6
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1] or ARGV[1]) + (now - tonumber(bucket[2] or now)) * ARGV[2]
tokens = math.min(tokens, tonumber(ARGV[1]))
local missing = tonumber(ARGV[3]) - tokens
if missing > 0 then return tostring(missing / ARGV[2]) end
if ARGV[4] == '0' then return '0' end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - ARGV[3]), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(ARGV[1] / ARGV[2]) + 1)
return '0'
"""


@dataclass(frozen=True)
class RateLimit:
    """`burst` at once, and `per_minute` in the long run, in whatever unit the caller counts."""

    burst: float
    per_minute: float


class RateLimited(Exception):
    """A limit is reached: its name, and the seconds to wait."""

    def __init__(self, name: str, wait_s: int) -> None:
        super().__init__(name)
        self.name = name
        self.wait_s = wait_s


def charge(name: str, who: str, cost: float) -> None:
    """Take `cost` from the bucket of `who` by the settings. Raises RateLimited."""
    if not settings.RATE_LIMIT:
        return
    wait_s = seconds_to_wait(name, who, settings.RATE_LIMITS[name], cost)
    if wait_s:
        raise RateLimited(name, wait_s)


def seconds_to_wait(
    name: str, who: str, limit: RateLimit, cost: float = 1, *, take: bool = True
) -> int:
    """Take `cost` from the bucket of `who`, or only look; 0, or the seconds until there is enough.

    More than the burst is never had at once, so such a cost counts as the whole burst. While Redis
    is away nobody is limited.
    """
    arguments = [limit.burst, limit.per_minute / 60, min(cost, limit.burst), int(take)]
    try:
        answer = _script()(keys=[_key(name, who)], args=arguments, client=redis_client())
    except RedisError as error:
        logger.warning("nobody is limited while Redis is away: %s", error)
        return 0
    return math.ceil(float(cast("bytes", answer)))


def _key(name: str, who: str) -> str:
    """The key of a bucket; an address is hashed, so that none is in Redis in the clear."""
    return f"rate:{name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


@lru_cache(maxsize=1)
def _script() -> Script:
    return redis_client().register_script(_TAKE)
