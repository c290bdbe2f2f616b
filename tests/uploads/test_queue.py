import json
from typing import cast

from celery import current_app
from kombu.exceptions import OperationalError
from structlog.contextvars import bound_contextvars

from core.redis_client import redis_client
from uploads.queue import enqueue


def test_with_the_broker_away_the_pictures_are_left_to_the_sweeper(picture, monkeypatch, caplog):
    def away(*_args, **_kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(current_app, "send_task", away)

    enqueue([picture.pk])

    assert "wait for the sweeper" in caplog.text


def test_the_id_of_a_request_goes_along_with_the_pictures_it_queues(picture):
    redis_client().flushdb()

    with bound_contextvars(request_id="5f0c", upload_id=picture.upload_id):
        enqueue([picture.pk])

    message = json.loads(cast("bytes", redis_client().lpop("pictures")))
    carried = message["headers"]["__django_structlog__"]
    assert carried == {"request_id": "5f0c", "upload_id": picture.upload_id}
