"""How long an upload lives on, chosen anew by who sent it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from uploads.models import Upload


def live_on(upload: Upload, for_s: int) -> None:
    """Have an upload expire in so many seconds from now, or as late as it may.

    What is seen once lives no longer when somebody has opened it.
    """
    latest = upload.created_at + timedelta(seconds=settings.MAX_UPLOAD_EXPIRES_IN_S)
    if upload.opened_at:
        latest = upload.expires_at
    upload.expires_at = min(timezone.now() + timedelta(seconds=for_s), latest)
    upload.save(update_fields=["expires_at"])
