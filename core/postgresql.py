"""A PostgreSQL connection that does not wait for ever for a server that says nothing."""

import time
from collections.abc import Generator
from typing import Any

from django.conf import settings
from psycopg import Connection, OperationalError


class BoundedConnection(Connection[Any]):
    """Gives every wait a deadline of its own: a stopped server keeps no time limits."""

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **kwargs: Any) -> Any:
        """Wait as psycopg does, until the deadline: then close, and raise OperationalError."""
        return super().wait(self._bounded(gen), *args, **kwargs)

    def _bounded(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """The generator with a deadline, looked at whenever psycopg resumes it (10 times a s)."""
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
