"""Events on their way to storage and database, which may be slow or away."""

from threading import Event

import pytest

from cameras.capture import event_sender
from cameras.capture.event_sender import EventSender
from cameras.ingest.recording_queue import RecordingDetails
from core.stored_files import StorageTrouble

DETAILS = RecordingDetails(7, "motion", 1.0)


class SlowQueue:
    """Takes events, unless a test has it refuse or wait."""

    def __init__(self):
        self.taken = []
        self.troubles = 0
        self.is_free = Event()
        self.is_free.set()

    def enqueue(self, picture, _details, key, _before):
        self.is_free.wait(10)
        if self.troubles:
            self.troubles -= 1
            raise StorageTrouble("not now")
        self.taken.append((picture, key))
        return key


@pytest.fixture
def queue(monkeypatch):
    monkeypatch.setattr(event_sender, "_TRY_AGAIN_AFTER_S", 0.01)
    return SlowQueue()


def test_events_are_queued_in_their_order(queue):
    sender = EventSender(queue.enqueue)

    for name in (b"first", b"second"):
        sender.put(name, DETAILS, b"")

    assert sender.drain(10)
    assert [picture for picture, _key in queue.taken] == [b"first", b"second"]


def test_whoever_puts_an_event_does_not_wait_for_a_slow_queue(queue):
    queue.is_free.clear()
    sender = EventSender(queue.enqueue)

    sender.put(b"event", DETAILS, b"")

    assert not sender.drain(0.01)
    queue.is_free.set()
    assert sender.drain(10)


def test_what_the_queue_refuses_is_queued_later_under_the_same_key_and_once(queue):
    queue.troubles = 3
    sender = EventSender(queue.enqueue)

    sender.put(b"event", DETAILS, b"")

    assert sender.drain(10)
    assert len(queue.taken) == 1


def test_with_too_many_waiting_the_oldest_is_lost_and_logged(queue, monkeypatch, caplog):
    monkeypatch.setattr(event_sender, "_MAX_WAITING", 2)
    queue.is_free.clear()
    sender = EventSender(queue.enqueue)

    for name in (b"first", b"second", b"third"):
        sender.put(name, DETAILS, b"")
    queue.is_free.set()

    assert sender.drain(10)
    assert "the oldest waiting event is lost" in caplog.text
    assert [picture for picture, _key in queue.taken][-2:] == [b"second", b"third"]
