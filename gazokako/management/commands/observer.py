import os
import sys
from argparse import Namespace
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from observer.observe import observe
from observer.options import Unusable, add_options, options_of


class Command(BaseCommand):
    help = "Sends what the cameras of this machine see to a site (see docs/observer.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser, spool=settings.DATA_DIR / "observer")

    def handle(self, *args: Any, **options: Any) -> None:
        environment = {"OBSERVER_URL": settings.SITE_URL, **os.environ}
        try:
            code = observe(options_of(Namespace(**options), environment))
        except Unusable as unusable:
            raise CommandError(str(unusable)) from None
        if code:
            sys.exit(code)
