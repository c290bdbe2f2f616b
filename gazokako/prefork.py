"""Celery's prefork pool: it notices killed children at once, and may be stopped while it starts."""

from typing import Any

from celery.concurrency import prefork
from celery.concurrency.asynpool import AsynPool

_LOOK_EVERY_S = 0.25


class _WatchfulPool(AsynPool):
    """Looks for ended children four times a second instead of every 5 s.

    A child's end closes a pipe, which wakes the pool at once. But the kernel closes it before the
    child can be waited for, so that one time in five the pool finds it still alive and leaves it
    to this look.
    """

    @property
    def timers(self) -> dict[Any, float]:
        return {self.maintain_pool: _LOOK_EVERY_S}


class TaskPool(prefork.TaskPool):
    """The pool of our workers: the setting `worker_pool` names it."""

    Pool = _WatchfulPool
    _pool: AsynPool | None

    def did_start_ok(self) -> bool:
        """Whether no child has ended since the start.

        Asked once by a worker that is nearly up. A SIGTERM that came before has already stopped
        the pool: then there is nothing to complain of, and the worker ends with its next step.
        """
        return self._pool is None or bool(super().did_start_ok())
