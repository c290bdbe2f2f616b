"""One clock for all processes of the site: a worker's own may be wrong."""

from datetime import UTC, datetime
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone
from redis.exceptions import RedisError

from core.redis_client import redis_client


class SharedNow(Now):
    """The moment at which a statement runs, by the database server's clock.

    SQLite has no server: its NOW is the clock of the process that asks. There it is Redis' TIME,
    and without Redis the process's own clock.
    """

    def as_sqlite(
        self,
        compiler: Any,  # noqa: ARG002  (Django passes it by name)
        connection: Any,
        **_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        """The moment as a parameter, written as Django writes moments on SQLite."""
        return "%s", (connection.ops.adapt_datetimefield_value(_redis_time()),)


def _redis_time() -> datetime:
    try:
        seconds, microseconds = redis_client().time()
    except RedisError:
        return timezone.now()
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)
