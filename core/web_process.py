"""Bounds how long a web process waits for database and storage, whatever state they are in."""

import logging
import sqlite3
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections

logger = logging.getLogger(__name__)


def limit_waits() -> None:
    """Wait for database and storage no longer than a visitor would.

    To be called before this process has connected to either.
    """
    connections.settings["default"]["OPTIONS"].update(settings.WEB_DATABASE_OPTIONS)
    if hasattr(default_storage, "within_s"):  # a bucket
        default_storage.within_s = settings.WEB_STORAGE_TIMEOUT_S
    database = Path(str(connections.settings["default"]["NAME"]))
    if database.is_file():  # SQLite's
        _hold_open(database)


@cache
def _hold_open(database: Path) -> sqlite3.Connection | None:
    """A connection that stays: SQLite removes the files beside a database with the last one.

    To make them anew, and so to read at all, it would need room on a disk that may be full.
    """
    try:
        held = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        held.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        logger.warning("trouble with database: %s", error)
        return None
    return held
