import math
from typing import Any

from django.core.management.base import BaseCommand

from recordings.housekeeping import clean_up
from uploads.removal import purge


class Command(BaseCommand):
    help = "Removes rows and files of what expired, was deleted, or is past a retention limit."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{purge()} uploads removed")
        self.stdout.write(f"{clean_up(math.inf)} recordings removed")
