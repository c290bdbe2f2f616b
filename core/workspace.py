"""A temporary directory for one task, and the removal of those that killed workers left."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from celery.signals import worker_process_init

_NAME = re.compile(r"gazokako-work-(\d+)-")


@contextmanager
def workspace() -> Iterator[Path]:
    """A directory that is removed on leaving, unless the process is killed."""
    with TemporaryDirectory(prefix=f"gazokako-work-{os.getpid()}-") as directory:
        yield Path(directory)


@worker_process_init.connect
def remove_abandoned(**_kwargs: Any) -> None:
    """Remove what killed workers left; it runs as the pool replaces a killed child, at once."""
    for directory in Path(tempfile.gettempdir()).iterdir():
        owner = _NAME.match(directory.name)
        if owner is not None and not Path("/proc", owner[1]).exists():
            shutil.rmtree(directory, ignore_errors=True)
