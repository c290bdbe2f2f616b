"""The Celery app, and what each of its worker processes does before its first task."""

import os
import resource
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazokako.settings")

app = Celery("gazokako")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def confine(**_kwargs: Any) -> None:
    """One decoder thread and a bounded address space for each child of the pool.

    Done after the fork and the imports: OpenCV's threads do not survive the one, and the
    libraries' own mappings would count against the other.
    """
    import cv2  # noqa: PLC0415  (the scheduler imports this module and needs no OpenCV)
    from django.conf import settings  # noqa: PLC0415  (settings are not ready at import time)

    cv2.setNumThreads(1)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (settings.WORKER_ADDRESS_SPACE_BYTES, hard))
