"""Fresh frames first, nothing lost while the site is away, nothing sent that nobody wants."""

import threading
from dataclasses import replace

import pytest

from observer.site import Delivery, SendResult
from observer.spool import Spool
from observer.uploader import Uploader


class ScriptedSite:
    """A site that answers as the test says, and notes what it took."""

    def __init__(self):
        self.delivery = Delivery.ACCEPTED
        self.taken = []
        self.asked = 0

    def send(self, frame):
        self.asked += 1
        if self.delivery is Delivery.ACCEPTED:
            self.taken.append(frame.taken_at)
        return SendResult(
            self.delivery, "" if self.delivery is Delivery.ACCEPTED else "no such luck"
        )


@pytest.fixture
def site():
    return ScriptedSite()


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path, 100)


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    clock = [1000.0]
    monkeypatch.setattr("observer.uploader.time.monotonic", lambda: clock[0])
    return clock


@pytest.fixture
def uploader(site, spool, clock):
    return Uploader("front", site, spool)


@pytest.fixture
def at(frame):
    return lambda time: replace(frame, taken_at=float(time))


def test_a_frame_is_sent_and_not_written_to_disk(uploader, site, spool, at):
    assert uploader.deliver(at(1)) is Delivery.ACCEPTED

    assert site.taken == [1]
    assert len(spool) == 0


@pytest.mark.parametrize("delivery", [Delivery.UNREACHABLE, Delivery.REFUSED])
def test_what_the_site_does_not_take_waits_on_disk(uploader, site, spool, at, delivery):
    site.delivery = delivery

    for second in range(5):
        uploader.deliver(at(second))

    assert len(spool) == 5
    assert site.asked == 1  # the others during the pause


def test_after_the_pause_all_of_it_arrives_the_newest_first_then_oldest_first(
    uploader, site, spool, at, clock
):
    site.delivery = Delivery.UNREACHABLE
    for second in range(4):
        uploader.deliver(at(second))
    site.delivery = Delivery.ACCEPTED
    clock[0] += 2

    uploader.deliver(at(4))
    while uploader.deliver_spooled():
        pass

    assert site.taken == [4, 0, 1, 2, 3]
    assert len(spool) == 0


def test_pauses_grow_while_the_site_is_away(uploader, site, at, clock):
    site.delivery = Delivery.UNREACHABLE
    for second in range(600):
        clock[0] += 1
        uploader.deliver(at(second))

    assert 12 <= site.asked <= 20


def test_a_frame_that_can_never_be_taken_is_given_up(uploader, site, spool, at, caplog):
    site.delivery = Delivery.PERMANENT_FAILURE
    spool.add(at(1))

    uploader.deliver(at(2))
    uploader.deliver_spooled()

    assert len(spool) == 0
    assert caplog.messages == ["front: a picture is given up: no such luck"] * 2


def test_while_the_camera_is_off_frames_of_now_are_let_go_and_waiting_ones_wait(
    uploader, site, spool, at, clock
):
    spool.add(at(1))
    site.delivery = Delivery.NOT_WANTED

    uploader.deliver(at(2))
    uploader.deliver(at(3))
    clock[0] += 6
    uploader.deliver_spooled()

    assert len(spool) == 1
    assert site.asked == 2


def test_an_outage_is_reported_once_and_so_is_its_end(uploader, site, at, clock, caplog):
    caplog.set_level("INFO")
    site.delivery = Delivery.UNREACHABLE
    for second in range(100):
        clock[0] += 1
        uploader.deliver(at(second))
    site.delivery = Delivery.ACCEPTED
    clock[0] += 60
    uploader.deliver(at(100))

    assert caplog.messages == [
        "front: no such luck; pictures are kept on disk until then",
        "front: the site takes pictures again; 100 wait",
    ]


def test_frames_that_come_faster_than_they_go_are_kept(uploader, spool, at):
    for second in range(5):
        uploader.take(at(second))

    assert len(spool) == 3


def test_what_is_in_hand_at_the_end_is_kept(uploader, spool, at):
    uploader.take(at(1))
    uploader.take(at(2))

    uploader.spool_unsent()

    assert [spool.oldest().taken_at, len(spool)] == [1.0, 2]


def test_what_is_being_sent_at_the_end_is_kept_too(site, spool, at):
    sending, go_on = threading.Event(), threading.Event()

    def send(frame):
        sending.set()
        go_on.wait(20)
        return SendResult(Delivery.ACCEPTED)

    site.send = send
    uploader, stopping = Uploader("front", site, spool), threading.Event()
    thread = threading.Thread(target=uploader.work, args=(stopping,))
    thread.start()
    uploader.take(at(1))
    assert sending.wait(20)
    stopping.set()

    uploader.spool_unsent()

    assert spool.oldest() == at(1)
    go_on.set()
    thread.join(20)
