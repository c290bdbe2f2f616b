"""Messages for jobs."""

import json
from typing import cast

from celery import current_app
from kombu.exceptions import OperationalError
from structlog.contextvars import bound_contextvars

from core.job_queue import queue_of, send
from core.redis_client import redis_client

TASK = "uploads.tasks.process_picture"


def test_with_the_broker_away_jobs_are_left_to_the_sweep(monkeypatch, caplog):
    def away(*_args, **_kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(current_app, "send_task", away)

    send(TASK, [7])

    assert "wait for the sweep" in caplog.text


def test_the_id_of_a_request_goes_along_with_the_jobs_it_queues():
    redis_client().flushdb()

    with bound_contextvars(request_id="5f0c", upload_id=3):
        send(TASK, [7])

    message = json.loads(cast("bytes", redis_client().lpop("pictures")))
    carried = message["headers"]["__django_structlog__"]
    assert carried == {"request_id": "5f0c", "upload_id": 3}


def test_pictures_and_recordings_have_a_queue_of_their_own():
    """The sweep compares the number of rows with the length of the queue."""
    queues = {task: queue_of(task) for task in (TASK, "recordings.tasks.save_recording")}

    assert queues == {TASK: "pictures", "recordings.tasks.save_recording": "recordings"}
