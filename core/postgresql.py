"""A PostgreSQL connection that does not wait for ever for a server that says nothing."""

import time
from collections.abc import Generator
from typing import Any

from django.conf import settings
from psycopg import Connection, OperationalError


class BoundedConnection(Connection[Any]):
    """The server's own time limits do not help where it, or the network, has come to a stop."""

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **kwargs: Any) -> Any:
        """Raises OperationalError, after which the connection is closed."""
        return super().wait(self._bounded(gen), *args, **kwargs)

    def _bounded(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """The same, given up once its time is over; psycopg asks it ten times a second."""
        until = time.monotonic() + settings.WEB_DATABASE_TIMEOUT_S + 1
        try:
            asked_for = next(gen)
            while True:
                ready = yield asked_for
                if not ready and time.monotonic() > until:
                    self.pgconn.finish()
                    raise OperationalError("the server does not answer")
                asked_for = gen.send(ready)
        except StopIteration as end:
            return end.value
