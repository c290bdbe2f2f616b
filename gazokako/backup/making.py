"""Makes a backup while the site goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from django.core.files.storage import default_storage
from django.db import connection, transaction

from core.stored_files import is_bucket
from gazokako.backup.archive import ArchiveWriter
from gazokako.backup.manifest import manifest
from gazokako.backup.owned_files import files_that_go_with_their_job, owned_files
from gazokako.backup.rows import tables


class Backup:
    """One backup on its way into a stream: what has been written so far.

    Rows come first and are of one moment; the files that they name follow. What is deleted in
    between is missing, and a restore leaves its rows out. The file of a job that waits may go
    within a second, since another one is made of it, which those rows do not know; therefore
    such files are copied before the rows.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self._archive = ArchiveWriter(target)
        self.rows = 0
        self.files = 0
        self.gone = 0

    def write(self) -> None:
        """Write all of it. Raises OSError where disk, storage or stream fail."""
        self._archive.add_json("manifest.json", manifest())
        with TemporaryFile("w+") as keys:
            early = set() if is_bucket() else self._add_early()
            with one_moment():
                self._add_rows()
                if not is_bucket():
                    keys.writelines(f"{key}\n" for key in owned_files() if key not in early)
            keys.seek(0)
            for line in keys:
                self._add_file(line.rstrip("\n"))
        self._archive.add_json("end.json", {"rows": self.rows, "files": self.files})
        self._archive.close()

    def _add_rows(self) -> None:
        for table in tables():
            for number, lines in enumerate(table.parts(), start=1):
                content = "".join(f"{line}\n" for line in lines).encode()
                self._archive.add(f"rows/{table.name}/{number:06}.jsonl", content)
                self.rows += len(lines)

    def _add_early(self) -> set[str]:
        return {key for key in files_that_go_with_their_job() if self._add_file(key)}

    def _add_file(self, key: str) -> bool:
        """Copy a stored file; False where it is there no more."""
        try:
            stored = default_storage.open(key)
        except FileNotFoundError:
            self.gone += 1
            return False
        with stored:
            self._archive.add_file(f"files/{key}", stored, stored.size)
        self.files += 1
        return True


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything that is read in here was so at one moment; nobody who writes has to wait."""
    with _sqlite_only_reading(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _sqlite_only_reading() -> Iterator[None]:
    """A transaction begun in here does not take SQLite's one lock for writing."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]
