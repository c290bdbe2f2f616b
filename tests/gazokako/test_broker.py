"""How workers and beat find a broker again that was away."""

import pytest
from celery import current_app
from kombu.utils import functional

from tests.processes import free_port


class EnoughSeen(Exception):
    """The broker was tried often enough."""


def test_a_broker_that_stays_away_is_tried_every_few_seconds_to_the_end(monkeypatch):
    monkeypatch.setattr(functional, "sleep", lambda _s: None)
    pauses: list[float] = []

    def note(_error: Exception, pause_s: float) -> None:
        pauses.append(pause_s)
        if len(pauses) == 50:
            raise EnoughSeen

    nobody = f"redis://127.0.0.1:{free_port()}"
    with pytest.raises(EnoughSeen):
        current_app.connection_for_read(nobody).ensure_connection(note)

    assert max(pauses) == 3
