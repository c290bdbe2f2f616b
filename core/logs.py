"""Log lines for people or for programs, with the ids of what they are about and without secrets."""

import json
import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_SECRET = re.compile(r"(/r/|/s/|/uploads/|/cameras/)[\w-]{16,}")
_TAKEN_OUT = ("timestamp", "level", "logger", "event", "exception")


def discreet(text: str) -> str:
    """A text with the slugs of uploads and cameras blotted out, wherever they stand in it."""
    return _SECRET.sub(r"\1…", text)


class DiscreetFormatter(structlog.stdlib.ProcessorFormatter):
    """Lines of every library, `text` or `json`, with what is bound: request_id, camera_id, …"""

    def __init__(self, style: str = "text") -> None:
        super().__init__(
            foreign_pre_chain=_BEFORE,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                as_json if style == "json" else as_line,
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        """The formatted record, tracebacks included, with every slug replaced."""
        return discreet(super().format(record))


class News(logging.Filter):
    """Lets pass what tells more of a request than 503, which this site answers on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be written."""
        return getattr(record, "status_code", None) != 503


def as_line(_logger: object, _name: str, event: EventDict) -> str:
    """`2026-11-21T10:20:30Z WARNING uploads.tasks: what happened [picture_id=7]`, any traceback."""
    bound = " ".join(f"{name}={event[name]}" for name in sorted(event) if name not in _TAKEN_OUT)
    head = f"{event['timestamp']} {event['level'].upper()} {event['logger']}: {event['event']}"
    trace = f"\n{event['exception']}" if event.get("exception") else ""
    return f"{head} [{bound}]{trace}" if bound else f"{head}{trace}"


def as_json(_logger: object, _name: str, event: EventDict) -> str:
    """One JSON object a line; characters of any script stay readable."""
    return json.dumps(dict(event), default=str, ensure_ascii=False)


def _without_private_names(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """What Celery's signals bind beside our own ids tells nothing."""
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
