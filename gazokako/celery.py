"""The Celery app, and what each of its worker processes does before its first task."""

import ctypes
import os
import resource
from typing import Any

from celery import Celery, platforms
from celery.signals import beat_embedded_init, worker_process_init
from django_structlog.celery.steps import DjangoStructLogInitStep

from gazokako.broker import use_this_transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazokako.settings")

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h

use_this_transport()
app = Celery("gazokako", amqp="gazokako.broker:Queues")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.Task.Request = "gazokako.task_request:TracedRequest"
app.steps["worker"].add(DjangoStructLogInitStep)


@worker_process_init.connect
def confine(**_kwargs: Any) -> None:
    """One decoder thread and a bounded address space for each child of the pool.

    Done after the fork and the imports: OpenCV's threads do not survive the one, and the
    libraries' own mappings would count against the other.
    """
    import cv2  # noqa: PLC0415  (the scheduler imports this module and needs no OpenCV)
    from django.conf import settings  # noqa: PLC0415  (settings are not ready at import time)

    cv2.setNumThreads(1)
    _keep_memory_between_pictures()
    _take_memory_for_matrices()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (settings.WORKER_ADDRESS_SPACE_BYTES, hard))


@beat_embedded_init.connect
def end_with_the_worker(**_kwargs: Any) -> None:
    """Have the scheduler inside a worker killed with it, as Celery does for the pool."""
    platforms.set_pdeathsig("SIGKILL")  # type: ignore[attr-defined]  # the stubs lack it


def _take_memory_for_matrices() -> None:
    """Have OpenBLAS map its 32 MB now: it ends a process in which it later finds no room for it."""
    import numpy as np  # noqa: PLC0415  (the scheduler needs no NumPy)

    _ = np.ones((512, 64), np.float32) @ np.ones((64, 64), np.float32)


def _keep_memory_between_pictures() -> None:
    """Have glibc reuse a picture's memory for the next, up to 64 MB.

    Giving it back to the system after each array, and faulting it in again page by page, took a
    fifth of a grey job's time. Threads share two heaps, since each more would take 64 MB of the
    address space. Other C libraries have no such knob.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_M_MMAP_THRESHOLD, 32 << 20)
        libc.mallopt(_M_TRIM_THRESHOLD, 64 << 20)
        libc.mallopt(_M_ARENA_MAX, 2)
