"""The first member of a backup: what it was made of, and whether it fits this site."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from core.stored_files import is_bucket
from gazokako.backup.archive import UnusableBackup
from gazokako.backup.rows import tables

FORMAT = "gazokako backup 1"


def manifest() -> dict[str, Any]:
    """What a backup made now says of itself. SECRET_KEY is not in it, only what one can be
    compared with.
    """
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "secret_key": _mark_of(settings.SECRET_KEY),
        "migrations": _migrations(),
        "tables": _tables(),
        "with_files": not is_bucket(),
    }


def judge(given: dict[str, Any]) -> None:
    """Whether a backup's rows can be put into this site. Raises UnusableBackup."""
    if given.get("format") != FORMAT:
        raise UnusableBackup("it was not made by `manage.py backup` of this version")
    if given["migrations"] != _migrations() or given["tables"] != _tables():
        raise UnusableBackup(
            "its tables are of another version: restore it with the version of gazokako that made "
            "it, then upgrade"
        )
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(given["secret_key"], _mark_of(key)) for key in keys):
        raise UnusableBackup(
            "it belongs to another SECRET_KEY: without that one the passwords of cameras cannot be "
            "read. Set it, or name it in SECRET_KEY_FALLBACKS"
        )


def _mark_of(secret_key: str) -> str:
    return salted_hmac("gazokako backup", "", secret=secret_key, algorithm="sha256").hexdigest()


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _tables() -> dict[str, list[str]]:
    return {table.name: table.columns for table in tables()}
