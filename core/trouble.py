"""Recognises errors that mean a part of the site is away: database, Redis, storage or disk."""

import errno
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerError
from redis import exceptions as redis_errors

from core.stored_files import StorageTrouble, StorageUnavailableError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_DISK_AWAY = {errno.EIO, errno.EROFS, errno.ESTALE, errno.ENODEV}
_POSTGRESQL_DISK_FULL = "53100"
_REDIS_AWAY = (
    BrokerError,
    redis_errors.ConnectionError,
    redis_errors.TimeoutError,
    redis_errors.OutOfMemoryError,
    redis_errors.ReadOnlyError,
)


@dataclass(frozen=True)
class Trouble:
    """The part that is away, by its name in /readyz (`disk` besides), and the code to answer."""

    part: str
    code: str


DATABASE = Trouble("database", "busy")
REDIS = Trouble("redis", "busy")
STORAGE = Trouble("storage", "storage")
DISK_FULL = Trouble("disk", "storage_full")


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Which part an error says is away; None for every other error, a mistake of ours say."""
    if isinstance(error, StorageTrouble):
        return DISK_FULL if _is_full(error.__cause__) else STORAGE
    if isinstance(error, StorageUnavailableError):
        return STORAGE
    if isinstance(error, OperationalError | InterfaceError):
        return _of_database(error)
    if isinstance(error, _REDIS_AWAY):
        return REDIS
    return _of_disk(error) if isinstance(error, OSError) else None


def _of_disk(error: OSError) -> Trouble | None:
    if _is_full(error):
        return DISK_FULL
    return STORAGE if error.errno in _DISK_AWAY else None


def _of_database(error: BaseException) -> Trouble | None:
    """SQLite calls its own disk's trouble, and mistakes in SQL as well, operational errors."""
    sqlite_name = getattr(error.__cause__, "sqlite_errorname", "")
    sqlstate = getattr(error.__cause__, "sqlstate", "")
    if sqlite_name == "SQLITE_ERROR":
        return None
    if sqlite_name == "SQLITE_FULL" or sqlstate == _POSTGRESQL_DISK_FULL:
        return DISK_FULL
    return DATABASE


def _is_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in _FULL
