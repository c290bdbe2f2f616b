"""Which errors say that a part is away, and which are mistakes of ours."""

import errno

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError
from redis import exceptions as redis_errors

from core.stored_files import StorageTrouble, StorageUnavailableError
from core.trouble import DATABASE, DISK_FULL, REDIS, STORAGE, trouble_of


def storage_trouble(cause):
    trouble = StorageTrouble("writing failed")
    trouble.__cause__ = cause
    return trouble


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OperationalError("database is locked"), DATABASE),
        (redis_errors.ConnectionError("refused"), REDIS),
        (redis_errors.OutOfMemoryError("command not allowed"), REDIS),
        (BrokerError("refused"), REDIS),
        (StorageUnavailableError("503"), STORAGE),
        (storage_trouble(StorageUnavailableError("503")), STORAGE),
        (storage_trouble(OSError(errno.ENOSPC, "full")), DISK_FULL),
        (OSError(errno.ENOSPC, "full"), DISK_FULL),
        (OSError(errno.EIO, "broken"), STORAGE),
        (FileNotFoundError("template"), None),
        (redis_errors.ResponseError("WRONGTYPE"), None),
        (IntegrityError("twice"), None),
        (ZeroDivisionError(), None),
        (None, None),
    ],
)
def test_an_error_says_which_part_is_away(error, trouble):
    assert trouble_of(error) == trouble


def test_a_mistake_in_sql_is_none_of_them(db):
    with pytest.raises(DatabaseError) as caught:
        connection.cursor().execute("SELECT * FROM no_such_table")

    assert trouble_of(caught.value) is None
