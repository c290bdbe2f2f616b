from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gazokako.publishing import publish


class Command(BaseCommand):
    help = "With STATIC_ON_GCS, puts the collected static files into GS_STATIC_BUCKET_NAME."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.STATIC_ON_GCS:
            self.stdout.write("static files are served by the web process (STATIC_ON_GCS)")
            return
        try:
            number = publish()
        except OSError as error:
            bucket = settings.GS_STATIC_BUCKET_NAME
            raise CommandError(
                f"could not put static files into {bucket} (GS_STATIC_BUCKET_NAME): {error}"
            ) from error
        self.stdout.write(f"{number} static files published")
