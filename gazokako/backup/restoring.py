"""Puts a backup into an empty site."""

import json
import tarfile
from typing import IO, Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction

from core.stored_files import is_bucket
from gazokako.backup.archive import UnusableBackup, members
from gazokako.backup.manifest import judge
from gazokako.backup.missing_files import settle_missing_files
from gazokako.backup.rows import tables

_MADE_BY_MIGRATE = (Permission, ContentType)


class Restoration:
    """One backup on its way into a site: what has been read so far.

    Rows are kept all or none. Files come before the rows are kept: where it fails, they stay.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self._members = members(source)
        self._tables = {table.name: table for table in tables()}
        self.made_at = ""
        self.rows = 0
        self.files = 0
        self.deleted = 0

    def read(self) -> None:
        """Read all of it. Raises UnusableBackup, and OSError where disk, storage or stream fail."""
        _expect_empty_site()
        try:
            self._restore()
        except (tarfile.TarError, json.JSONDecodeError, SuspiciousFileOperation) as error:
            raise UnusableBackup(f"it is no whole backup ({error})") from error

    def _restore(self) -> None:
        self._read_manifest()
        with transaction.atomic():
            for model in _MADE_BY_MIGRATE:
                model.objects.all().delete()
            self._read_members()
            models = [table.model for table in self._tables.values()]
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), models):
                    cursor.execute(statement)
            if self._with_files and not is_bucket():
                self.deleted = settle_missing_files()

    def _read_manifest(self) -> None:
        name, _size, content = next(self._members, ("", 0, None))
        if name != "manifest.json" or content is None:
            raise UnusableBackup("it was not made by `manage.py backup`")
        manifest = json.load(content)
        judge(manifest)
        self.made_at, self._with_files = manifest["made_at"], manifest["with_files"]

    def _read_members(self) -> None:
        end: dict[str, Any] | None = None
        for name, size, content in self._members:
            kind, _slash, rest = name.partition("/")
            if kind == "rows":
                self.rows += self._tables[rest.partition("/")[0]].insert(content)
            elif kind == "files":
                self._keep(rest, size, content)
            elif name == "end.json":
                end = json.load(content)
        if end != {"rows": self.rows, "files": self.files}:
            raise UnusableBackup("it ends too early: whatever wrote it was stopped")

    def _keep(self, key: str, size: int, content: IO[bytes]) -> None:
        file = File(content, key)
        file.size = size
        if default_storage.save(key, file) != key:
            raise UnusableBackup(f"it holds {key} twice")
        self.files += 1


def _expect_empty_site() -> None:
    filled = [
        table.name
        for table in tables()
        if table.model not in _MADE_BY_MIGRATE and not table.is_empty()
    ]
    if filled:
        raise UnusableBackup(
            f"this site is not empty ({filled[0]} has rows): restore into a new database and a new "
            "DATA_DIR"
        )
    if not is_bucket() and any(_listed()):
        raise UnusableBackup(
            "this site has stored files (the folder media in DATA_DIR): restore into a new DATA_DIR"
        )


def _listed() -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir("")
    except FileNotFoundError:
        return [], []
