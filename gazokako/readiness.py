"""Whether the parts that the site needs answer: database, Redis, storage and a worker."""

from collections.abc import Callable
from uuid import uuid4

from celery import current_app
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.deadlines import deadline
from core.redis_client import redis_client

WORKER_TIMEOUT_S = 2.0
STORAGE_TIMEOUT_S = 2.0
OK = "ok"


def readiness() -> dict[str, str]:
    """`ok`, or what is wrong in a few words, for each part."""
    parts = {name: _tried(part) for name, part in _PARTS.items()}
    # Workers are asked through Redis: without it each takes seconds to say what is known already.
    parts["worker"] = _tried(_worker) if parts["redis"] == OK else "not asked, since Redis is away"
    return parts


def _tried(part: Callable[[], None]) -> str:
    try:
        part()
    except (DatabaseError, RedisError, OperationalError, OSError) as error:
        return f"does not answer ({type(error).__name__})"
    return OK


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _redis() -> None:
    redis_client().ping()


def _storage() -> None:
    with deadline(STORAGE_TIMEOUT_S):
        default_storage.exists(f"readiness/{uuid4()}")


def _worker() -> None:
    if not current_app.control.ping(timeout=WORKER_TIMEOUT_S, limit=1):
        raise TimeoutError


_PARTS = {"database": _database, "redis": _redis, "storage": _storage}
