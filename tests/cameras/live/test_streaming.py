"""The coroutine that serves a viewer, without a server: who stalls, who leaves."""

import asyncio

import pytest

from cameras.capture.lease import take_lease
from cameras.live import streaming
from cameras.live.admission import HEADER, live_header
from cameras.live.desired import mirror
from cameras.live.frame_buffer import EncodedFrame
from cameras.live.hub import hub
from cameras.live.streaming import LiveStreams

SCOPE = {"type": "http", "method": "GET", "path": "/cameras/door/stream/", "headers": []}


@pytest.fixture
def shown(camera, jpeg):
    """A camera with a frame to be seen."""
    mirror(camera)
    take_lease(camera.pk, "worker", 1).publish(EncodedFrame(jpeg, 5.0), state="live")
    return camera


def serve(camera, send, receive):
    """Let Django's stand-in admit a viewer, and serve until it is over; the seats taken then."""

    async def django(_scope, _receive, send):
        admitted = live_header(camera.pk, camera.version, for_everyone=False)
        headers = [(HEADER.encode(), admitted.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def run():
        async with asyncio.timeout(20):
            await LiveStreams(django)(SCOPE, receive, send)
        return hub().viewers

    return asyncio.run(run())


async def stays():
    await asyncio.Event().wait()


def test_who_takes_nothing_for_long_loses_the_seat(shown, monkeypatch):
    monkeypatch.setattr(streaming, "_STALLED_AFTER_S", 0.1)
    monkeypatch.setattr(streaming, "_LOOK_EVERY_S", 0.05)
    sent = []

    async def send(message):
        sent.append(message)
        if len(sent) > 2:
            await stays()

    assert serve(shown, send, stays) == 0
    assert len(sent) == 3


def test_who_takes_every_frame_stays_until_leaving(shown, monkeypatch):
    monkeypatch.setattr(streaming, "_STALLED_AFTER_S", 0.1)
    monkeypatch.setattr(streaming, "_LOOK_EVERY_S", 0.05)
    sent = []

    async def send(message):
        sent.append(message)

    async def leaves_after_a_second():
        await asyncio.sleep(1)
        return {"type": "http.disconnect"}

    assert serve(shown, send, leaves_after_a_second) == 0
    assert [message["type"] for message in sent[:2]] == [
        "http.response.start",
        "http.response.body",
    ]
    assert b"X-Timestamp: 5.000000" in sent[1]["body"]
    assert len(sent) > 2


def test_a_mistake_while_sending_is_raised(shown):
    async def send(_message):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        serve(shown, send, stays)
