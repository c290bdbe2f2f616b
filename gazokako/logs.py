"""Log lines without secrets: an address on this site can be one."""

import logging
import re

_SECRET = re.compile(r"(/r/|/s/|/uploads/|/cameras/)[\w-]{16,}")


class DiscreetFormatter(logging.Formatter):
    """Blots out the slugs of uploads and cameras, wherever in a line or traceback they stand."""

    def format(self, record: logging.LogRecord) -> str:
        """The formatted record, tracebacks included, with every slug replaced."""
        return _SECRET.sub(r"\1…", super().format(record))


class News(logging.Filter):
    """Lets pass what tells more of a request than 503, which this site answers on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is to be written."""
        return getattr(record, "status_code", None) != 503
