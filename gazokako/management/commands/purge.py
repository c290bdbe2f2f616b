import math
from typing import Any

from django.core.management.base import BaseCommand

from cameras.records.housekeeping import keep_house
from uploads.removal import purge


class Command(BaseCommand):
    help = "Removes what expired, was deleted, or is more than is to be kept: rows and files."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{purge()} uploads removed")
        self.stdout.write(f"{keep_house(math.inf)} records removed")
