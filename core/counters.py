"""Counters and histograms in Redis, shared by all processes of the site."""

import logging
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import cast

from redis.exceptions import RedisError

from core.redis_client import redis_client

logger = logging.getLogger(__name__)

BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of a histogram's buckets; what is longer falls into the last one, `+Inf`."""

_KEY = "metrics"
_SEPARATOR = "\x1f"

Counted = Mapping[tuple[str, ...], float]
"""A number for each (name, label, ...)."""


def count(name: str, *labels: str, amount: int = 1) -> None:
    """Add to a counter. Labels must come from small sets: each value is a series for ever."""
    _add({_field(name, *labels): amount})


def count_duration(name: str, seconds: float, states: Iterable[tuple[str, ...]] = ()) -> None:
    """Add to a histogram and, in the same round trip, one to each counter (name, label, ...)."""
    place = bisect_left(BUCKETS_S, seconds)
    bound = f"{BUCKETS_S[place]:g}" if place < len(BUCKETS_S) else "+Inf"
    more = {_field(*state): 1 for state in states}
    _add({_field(name, "le", bound): 1, _field(name, "sum"): seconds, **more})


def counted() -> Counted:
    """Everything that was counted since Redis was emptied. Raises RedisError."""
    answer = cast("dict[bytes, bytes]", redis_client().hgetall(_KEY))
    return {tuple(key.decode().split(_SEPARATOR)): float(value) for key, value in answer.items()}


def _field(*words: str) -> str:
    return _SEPARATOR.join(words)


def _add(amounts: Mapping[str, float]) -> None:
    """Carry out the commands; without Redis nothing is counted, and no picture fails for that."""
    try:
        with redis_client().pipeline(transaction=False) as pipeline:
            for field, amount in amounts.items():
                pipeline.hincrbyfloat(_KEY, field, amount)
            pipeline.execute()
    except RedisError as error:
        logger.warning("not counted, since Redis is away: %s", error)
