"""Log lines for people or for programs, with the ids of what they are about and without secrets."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_SECRET = re.compile(r"(/r/|/s/|/uploads/|/cameras/)[\w-]{16,}")
_IN_THE_LINE = ("timestamp", "level", "logger", "event", "exception")
_BOUND = structlog.processors.KeyValueRenderer(sort_keys=True, repr_native_str=False)
_JSON = structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
"""One object a line; characters of any script stay readable."""


def redact(text: str) -> str:
    """A text with the slugs of uploads and cameras replaced by `…`."""
    return _SECRET.sub(r"\1…", text)


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Lines of every library, `text` or `json`, with what is bound: request_id, camera_id, …"""

    def __init__(self, style: str = "text") -> None:
        super().__init__(
            foreign_pre_chain=_BEFORE,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _JSON if style == "json" else as_line,
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        """The formatted record, tracebacks included, with every slug replaced."""
        return redact(super().format(record))


class WithoutUnavailable(logging.Filter):
    """Drops lines about requests that were answered with 503, which this site does on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be written."""
        return getattr(record, "status_code", None) != 503


def as_line(_logger: object, _name: str, event: EventDict) -> str:
    """`2026-11-21T10:20:30Z WARNING uploads.tasks: what happened [picture_id=7]`, any traceback."""
    bound = _BOUND(None, "", {name: event[name] for name in event if name not in _IN_THE_LINE})
    head = f"{event['timestamp']} {event['level'].upper()} {event['logger']}: {event['event']}"
    trace = f"\n{event['exception']}" if event.get("exception") else ""
    return f"{head} [{bound}]{trace}" if bound else f"{head}{trace}"


def _without_private_names(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Remove what Celery's signals bind beside our own ids."""
    event.pop("parent_task_id", None)
    return event


_BEFORE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    _without_private_names,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure() -> None:
    """Send structlog's own loggers, which libraries use, the same way as logging's."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_BEFORE,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
