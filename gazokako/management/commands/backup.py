import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gazokako.backup.making import Backup


class Command(BaseCommand):
    help = "Copies rows and, where they are on a disk, pictures into one tar file, on a busy site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="where to; - for the standard output")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            with _target(file) as target:
                backup = Backup(target)
                backup.write()
        except OSError as error:
            raise CommandError(f"the backup is not whole: {error}") from error
        self.stderr.write(
            f"{backup.rows} rows and {backup.files} files"
            + (f"; {backup.gone} were deleted meanwhile" if backup.gone else "")
        )
        self.stderr.write("SECRET_KEY is not in it, and a restore needs it: keep that elsewhere.")


@contextmanager
def _target(file: str) -> Iterator[IO[bytes]]:
    """Where a backup goes. A file has its name only once it is whole; nobody else reads it."""
    if file == "-":
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    unfinished = Path(f"{file}.unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
