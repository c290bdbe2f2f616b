"""The temporary directory of one picture, and the removal of those whose worker was killed."""

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
    """A directory for one picture's files, gone afterwards whatever happens but a kill."""
    with TemporaryDirectory(prefix=f"gazokako-work-{os.getpid()}-") as directory:
        yield Path(directory)


@worker_process_init.connect
def remove_abandoned(**_kwargs: Any) -> None:
    """Remove what killed workers left; it runs as the pool replaces a killed child, at once."""
    for directory in Path(tempfile.gettempdir()).iterdir():
        owner = _NAME.match(directory.name)
        if owner is not None and not Path("/proc", owner[1]).exists():
            shutil.rmtree(directory, ignore_errors=True)
