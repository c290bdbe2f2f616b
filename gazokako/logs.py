"""Log lines without secrets: an address on this site can be one."""

import logging
import re

_SECRET = re.compile(r"(/r/|/s/|/uploads/|/cameras/)[\w-]{16,}")


class DiscreetFormatter(logging.Formatter):
    """Blots out the slugs of uploads and cameras, wherever in a line or traceback they stand."""

    def format(self, record: logging.LogRecord) -> str:
        """The formatted record, tracebacks included, with every slug replaced."""
        return _SECRET.sub(r"\1…", super().format(record))
