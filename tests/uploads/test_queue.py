from celery import current_app
from kombu.exceptions import OperationalError

from uploads.queue import enqueue


def test_with_the_broker_away_the_pictures_are_left_to_the_sweeper(picture, monkeypatch, caplog):
    def away(*_args, **_kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(current_app, "send_task", away)

    enqueue([picture.pk])

    assert "wait for the sweeper" in caplog.text
