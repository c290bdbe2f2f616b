"""Events on their way to storage and database, which may be slow or away."""

from threading import Event

import pytest

from cameras.capture import event_sender
from cameras.capture.event_sender import EventSender
from cameras.ingest.record_queue import RecordDetails
from core.stored_files import StorageTrouble

DETAILS = RecordDetails(7, "motion", 1.0)


class Door:
    """Takes events in, unless it is told to be away or slow."""

    def __init__(self):
        self.taken = []
        self.troubles = 0
        self.is_open = Event()
        self.is_open.set()

    def take(self, picture, _details, key, _before):
        self.is_open.wait(10)
        if self.troubles:
            self.troubles -= 1
            raise StorageTrouble("not now")
        self.taken.append((picture, key))
        return key


@pytest.fixture
def door(monkeypatch):
    monkeypatch.setattr(event_sender, "_TRY_AGAIN_AFTER_S", 0.01)
    return Door()


def test_events_are_handed_in_in_their_order(door):
    sender = EventSender(door.take)

    for name in (b"first", b"second"):
        sender.put(name, DETAILS, b"")

    assert sender.drain(10)
    assert [picture for picture, _key in door.taken] == [b"first", b"second"]


def test_whoever_puts_an_event_does_not_wait_for_a_slow_door(door):
    door.is_open.clear()
    sender = EventSender(door.take)

    sender.put(b"event", DETAILS, b"")

    assert not sender.drain(0.01)
    door.is_open.set()
    assert sender.drain(10)


def test_what_the_door_refuses_is_handed_in_later_under_the_same_key_and_once(door):
    door.troubles = 3
    sender = EventSender(door.take)

    sender.put(b"event", DETAILS, b"")

    assert sender.drain(10)
    assert len(door.taken) == 1


def test_with_too_many_waiting_the_oldest_is_lost_and_told(door, monkeypatch, caplog):
    monkeypatch.setattr(event_sender, "_MAX_WAITING", 2)
    door.is_open.clear()
    sender = EventSender(door.take)

    for name in (b"first", b"second", b"third"):
        sender.put(name, DETAILS, b"")
    door.is_open.set()

    assert sender.drain(10)
    assert "the oldest waiting event is lost" in caplog.text
    assert [picture for picture, _key in door.taken][-2:] == [b"second", b"third"]
