"""Runs a capture in this process until something holds."""

import threading
from contextlib import contextmanager

from cameras import keys
from cameras.capture.lease import drop_lease
from core.redis_client import redis_client
from tests.waiting import wait_for


@contextmanager
def ended_when(is_time, camera):
    """End the capture of a camera as soon as something holds."""
    errors = []

    def end():
        try:
            wait_for(is_time, 60)
        except Exception as error:  # noqa: BLE001 - the capture ends whatever happens here
            errors.append(error)
        finally:
            drop_lease(camera.pk)

    thread = threading.Thread(target=end)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    assert errors == []


def status_field(camera, name):
    return redis_client().hget(keys.status(camera.pk), name)
