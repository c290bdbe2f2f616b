"""The free space where pictures are stored."""

import shutil

from django.conf import settings


def free_bytes() -> int | None:
    """Free bytes of the disk with the pictures; None where they are in a bucket."""
    if settings.GS_BUCKET_NAME:
        return None
    return shutil.disk_usage(settings.DATA_DIR).free
