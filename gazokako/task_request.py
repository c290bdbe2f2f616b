"""What a worker's main process says of a task whose own process is gone."""

from typing import Any

from celery.worker.request import Request
from structlog.contextvars import bound_contextvars

_PICTURE_TASK = "uploads.tasks.process_picture"


class TracedRequest(Request):
    """Celery's request; lines about its end bear the task, and the picture where it is of one.

    The process that was killed bound them for its own lines only.
    """

    def on_failure(self, *args: Any, **kwargs: Any) -> None:
        with bound_contextvars(**self._ids()):
            super().on_failure(*args, **kwargs)

    def on_timeout(self, *args: Any, **kwargs: Any) -> None:
        with bound_contextvars(**self._ids()):
            super().on_timeout(*args, **kwargs)

    def _ids(self) -> dict[str, Any]:
        about_picture = {"picture_id": self.args[0]} if self.name == _PICTURE_TASK else {}
        return {"task": self.name, "task_id": self.id, **about_picture}
