"""Static files that one user collects can be served by another."""

import stat
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages


def test_everybody_on_the_machine_may_read_them(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    storage = storages.create_storage(settings.STORAGES["staticfiles"])

    name = storage.save("style.css", ContentFile(b"body {}"))

    assert stat.S_IMODE(Path(storage.path(name)).stat().st_mode) == 0o644
