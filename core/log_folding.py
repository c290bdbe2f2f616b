"""Folds what is said again and again of a part that is away into one line a minute and process."""

import logging
import time
from collections.abc import Iterator
from threading import Lock

from core.trouble import trouble_of

EVERY_S = 60.0

_QUEUE_LOGGERS = ("celery", "kombu", "redis")


class FoldTrouble(logging.Filter):
    """Passes the first line of a minute about each part that is away, without its traceback.

    A line is about such a part where its exception, or one of its arguments, says so. The next
    line that passes tells how many did not. Libraries say it in their own words, each with a
    traceback, and at every try.
    """

    def __init__(self, every_s: float = EVERY_S) -> None:
        super().__init__()
        self._every_s = every_s
        self._passed_at: dict[str, float] = {}
        self._folded: dict[str, int] = {}
        self._lock = Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be written; it is shortened where it is about a trouble."""
        error, part = _trouble_in(record)
        if error is None:
            return True
        with self._lock:
            if not self._is_due(part):
                self._folded[part] = self._folded.get(part, 0) + 1
                return False
            folded = self._folded.pop(part, 0)
        record.msg, record.args = _sentence(record, part, error) + _left_out(folded), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True

    def _is_due(self, part: str) -> bool:
        now = time.monotonic()
        if now - self._passed_at.get(part, -self._every_s) < self._every_s:
            return False
        self._passed_at[part] = now
        return True


def _trouble_in(record: logging.LogRecord) -> tuple[BaseException | None, str]:
    """What a record holds of an exception whose cause is a part that is away, and that part."""
    for error in _exceptions_of(record):
        trouble = trouble_of(error)
        if trouble is not None:
            return error, trouble.part
    return None, ""


def _exceptions_of(record: logging.LogRecord) -> Iterator[BaseException]:
    """Those that a record carries, and what they come from.

    What went wrong while an error was handled is a mistake of its own, except in the libraries
    of the queue, which raise their own errors without saying from what.
    """
    arguments = record.args.values() if isinstance(record.args, dict) else record.args or ()
    with_context = record.name.startswith(_QUEUE_LOGGERS)
    for carried in (record.exc_info and record.exc_info[1], *arguments):
        error = carried
        while isinstance(error, BaseException):
            yield error
            error = error.__cause__ or (error.__context__ if with_context else None)


def _sentence(record: logging.LogRecord, part: str, error: BaseException) -> str:
    """Our own words where they tell the error; libraries' are many for one and the same thing."""
    if not record.exc_info and not record.name.startswith(_QUEUE_LOGGERS):
        return " ".join(record.getMessage().split())
    reason = " ".join(str(error).split()) or type(error).__name__
    return f"trouble with {part}: {reason}"


def _left_out(folded: int) -> str:
    return f" ({folded} lines like this one were left out)" if folded else ""
