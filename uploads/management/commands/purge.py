from typing import Any

from django.core.management.base import BaseCommand

from uploads.removal import purge


class Command(BaseCommand):
    help = "Removes the rows and files of uploads that expired or were deleted."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{purge()} uploads removed")
