"""Has a web process wait for database and storage no longer than a visitor would."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections


def at_the_door() -> None:
    """To be called before this process has connected to either."""
    connections.settings["default"]["OPTIONS"].update(settings.DATABASE_OPTIONS_AT_THE_DOOR)
    if hasattr(default_storage, "within_s"):  # a bucket
        default_storage.within_s = settings.STORAGE_TIMEOUT_AT_THE_DOOR_S
