"""Has a web process answer visitors whatever state database and storage are in."""

import logging
import sqlite3
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections

logger = logging.getLogger(__name__)


def at_the_door() -> None:
    """Wait for either no longer than a visitor would.

    To be called before this process has connected to one of them.
    """
    connections.settings["default"]["OPTIONS"].update(settings.DATABASE_OPTIONS_AT_THE_DOOR)
    if hasattr(default_storage, "within_s"):  # a bucket
        default_storage.within_s = settings.STORAGE_TIMEOUT_AT_THE_DOOR_S
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
