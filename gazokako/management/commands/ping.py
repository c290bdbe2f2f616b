import time
from typing import Any

import requests
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from core.faults import database_fault

TRIES = 5
TIMEOUT_S = 35  # a sleeping web process answers its first request within 30 s


class Command(BaseCommand):
    help = (
        "For a scheduler: wakes the site, says whether it is well, and does a round of purge and "
        "sweep, so that a host without a beat process stays healthy."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default=settings.SITE_URL, help="the site's address")
        parser.add_argument("--pause", type=float, default=5, help="seconds between two tries")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            call_command("purge", stdout=self.stdout)
            call_command("sweep", stdout=self.stdout)
        except DatabaseError as error:
            raise CommandError(database_fault(error)) from error
        address = options["url"].rstrip("/") + "/healthz"
        for number in range(1, TRIES + 1):
            reason = _trouble_with(address)
            if not reason:
                self.stdout.write(f"{address} is well")
                return
            self.stderr.write(f"try {number} of {TRIES}: {reason}")
            time.sleep(options["pause"] if number < TRIES else 0)
        raise CommandError(f"{address} is not well: {reason}")


def _trouble_with(address: str) -> str:
    """What is wrong with the site at an address; nothing where it is well."""
    try:
        response = requests.get(address, timeout=TIMEOUT_S)
    except requests.RequestException as error:
        return f"no answer ({type(error).__name__})"
    return "" if response.ok else f"it answered {response.status_code}"
