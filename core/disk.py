"""The space where pictures are stored."""

import shutil
from typing import NamedTuple

from django.conf import settings


class DiskUsage(NamedTuple):
    """Bytes of a disk."""

    total: int
    used: int
    free: int


def disk_usage() -> DiskUsage | None:
    """The usage of the disk with the pictures; None where they are in a bucket."""
    if settings.BUCKET_NAME:
        return None
    return DiskUsage(*shutil.disk_usage(settings.DATA_DIR))


def free_bytes() -> int | None:
    """Free bytes of the disk with the pictures; None where they are in a bucket."""
    usage = disk_usage()
    return usage.free if usage else None
