from typing import Any

from django.core.management.base import BaseCommand

from core.job_sweep import sweep
from uploads.models import Picture


class Command(BaseCommand):
    help = "Queues again the pictures that lost their worker or their message."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sweep(Picture)} pictures queued again")
