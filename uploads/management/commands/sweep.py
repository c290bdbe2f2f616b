from typing import Any

from django.core.management.base import BaseCommand

from uploads.recovery import sweep


class Command(BaseCommand):
    help = "Queues again the pictures that a lost queue or a killed worker forgot."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sweep()} pictures queued again")
