"""The coroutine that serves a viewer, without a server: who stalls, who leaves."""

import asyncio

import pytest

from cameras.capture.lease import take_lease
from cameras.live import admission, streaming
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
    """Let Django's stand-in admit a viewer and serve to the end; returns the viewers then."""

    async def django(_scope, _receive, send):
        admitted = live_header(camera.pk, camera.version, for_everyone=False)
        headers = [(HEADER.encode(), admitted.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def run():
        async with asyncio.timeout(60):
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


class TwoViewers:
    """A stand-in for Django, which answers each viewer with a cookie, an id and words of theirs."""

    def __init__(self, camera, for_everyone):
        self.asked = 0
        self._admitted = live_header(camera.pk, camera.version, for_everyone=for_everyone)

    async def __call__(self, _scope, _receive, send):
        self.asked += 1
        headers = [
            (HEADER.lower().encode(), self._admitted.encode()),
            (b"content-type", b"multipart/x-mixed-replace; boundary=frame"),
            (b"set-cookie", b"sessionid=; Max-Age=0"),
            (b"x-request-id", b"of the first"),
            (b"vary", b"Cookie"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(("for_everyone", "asked"), [(True, 1), (False, 2)])
def test_nothing_that_django_answered_one_viewer_reaches_another(shown, for_everyone, asked):
    django = TwoViewers(shown, for_everyone)
    bogus = {**SCOPE, "headers": [(b"cookie", b"sessionid=bogus")]}

    async def heads():
        app = LiveStreams(django)
        return [await head_of(app, scope) for scope in (bogus, SCOPE)]

    first, second = asyncio.run(heads())

    assert django.asked == asked
    for head in (first, second):
        names = {name for name, _value in head["headers"]}
        assert names.isdisjoint({b"set-cookie", b"x-request-id", b"vary", HEADER.lower().encode()})
        assert (b"cache-control", b"private, no-store") in head["headers"]
        assert (b"x-robots-tag", b"noindex") in head["headers"]
        assert (b"content-type", b"multipart/x-mixed-replace; boundary=frame") in head["headers"]


async def head_of(app, scope):
    """The first message that a viewer gets, who then leaves."""
    sent, has_begun = [], asyncio.Event()

    async def send(message):
        sent.append(message)
        has_begun.set()

    async def receive():
        await has_begun.wait()
        return {"type": "http.disconnect"}

    async with asyncio.timeout(60):
        await app(scope, receive, send)
    return sent[0]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_head_says_what_the_stream_is_and_that_no_proxy_may_hold_it_back(shown, method):
    django = TwoViewers(shown, for_everyone=True)

    head = asyncio.run(head_of(LiveStreams(django), {**SCOPE, "method": method}))

    assert head["status"] == 200
    assert (b"content-type", b"multipart/x-mixed-replace; boundary=frame") in head["headers"]
    assert (b"x-accel-buffering", b"no") in head["headers"]
    assert b"content-length" not in dict(head["headers"])


def test_a_head_is_answered_though_the_camera_has_no_picture(camera):
    sent = []

    async def send(message):
        sent.append(message)

    head = {**SCOPE, "method": "HEAD"}
    asyncio.run(LiveStreams(TwoViewers(camera, for_everyone=True))(head, stays, send))

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert not sent[1].get("more_body")


def test_an_admission_to_everyone_holds_for_a_second(shown, monkeypatch):
    monkeypatch.setattr(admission, "_VALID_FOR_S", 0.0)
    django = TwoViewers(shown, for_everyone=True)

    async def watch_twice():
        app = LiveStreams(django)
        return [await head_of(app, SCOPE), await head_of(app, SCOPE)]

    asyncio.run(watch_twice())

    assert django.asked == 2
