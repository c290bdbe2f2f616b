"""What a worker's main process says of a task whose own process is gone."""

from typing import Any

from celery.worker.request import Request
from structlog.contextvars import bound_contextvars


class TracedRequest(Request):
    """Celery's request; lines about its end bear the task and the process that ran it.

    That process bound them for its own lines only. By its pid core.job_row says which job it had.
    """

    def on_failure(self, *args: Any, **kwargs: Any) -> None:
        with bound_contextvars(**self._ids()):
            super().on_failure(*args, **kwargs)

    def on_timeout(self, *args: Any, **kwargs: Any) -> None:
        with bound_contextvars(**self._ids()):
            super().on_timeout(*args, **kwargs)

    def _ids(self) -> dict[str, Any]:
        return {"task": self.name, "task_id": self.id, "pid": self.worker_pid}
