import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gazokako.backup.archive import UnusableBackup
from gazokako.backup.restoring import Restoration


class Command(BaseCommand):
    help = "Puts what `backup` made into a new database and a new DATA_DIR, before the site starts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="where from; - for the standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as source:
                restoration = Restoration(source)
                restoration.read()
        except (OSError, UnusableBackup) as error:
            raise CommandError(f"nothing was restored: {error}") from error
        self.stdout.write(
            f"{restoration.rows} rows and {restoration.files} files of {restoration.made_at} are "
            f"back; {restoration.deleted} rows were of files deleted or replaced meanwhile."
        )
