"""Network cameras over HTTP, as a real server plays them."""

import itertools
import socket
import time
from urllib.parse import quote

import pytest

from cameras.sources import mjpeg
from cameras.sources.kinds import opened
from cameras.sources.source import CaptureOptions, Offline
from tests.cameras.network_camera import PASSWORD, USER


def raw_frames(url, count=3):
    """The next frames, without the moments in which there was none."""
    with mjpeg.opened(url, CaptureOptions()) as source:
        return list(
            itertools.islice((raw_frame for raw_frame in source.frames() if raw_frame), count)
        )


def reason(url):
    with pytest.raises(Offline) as offline:
        raw_frames(url, count=1000)
    return offline.value.code


@pytest.mark.parametrize("mode", ["well", "no_length", "chunked"])
def test_a_camera_is_seen_however_it_frames_its_pictures(plug_in, mode):
    camera = plug_in(mode)

    seen = raw_frames(camera.url)

    assert {raw_frame.jpeg for raw_frame in seen} <= {*camera.frames}
    assert len({raw_frame.image().mean() for raw_frame in seen}) == 3
    assert (seen[0].size().width, seen[0].size().height) == (160, 120)


@pytest.mark.parametrize("mode", ["basic", "digest"])
def test_a_password_of_any_characters_is_sent_as_the_camera_asks_for_it(plug_in, mode):
    camera = plug_in(mode)

    assert raw_frames(f"http://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{camera.port}/video")


@pytest.mark.parametrize("mode", ["basic", "digest"])
def test_a_wrong_password_is_said(plug_in, mode):
    camera = plug_in(mode)

    assert reason(f"http://{USER}:wrong@127.0.0.1:{camera.port}/video") == "refused"
    assert reason(camera.url) == "refused"


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("stall", "hung"),
        ("silent", "hung"),
        ("noise", "garbage"),
        ("huge", "garbage"),
        ("close", "closed"),
        ("redirect", "not_a_camera"),
        ("page", "not_a_camera"),
    ],
)
def test_a_camera_that_fails_is_offline_for_that_reason(plug_in, mode, code):
    assert reason(plug_in(mode).url) == code


def test_a_camera_that_sends_a_byte_now_and_then_hangs(plug_in, monkeypatch):
    monkeypatch.setattr(mjpeg, "_WHOLE_WITHIN_S", 0.5)

    assert reason(plug_in("drip").url) == "hung"


@pytest.mark.parametrize("mode", ["garbage", "half"])
def test_parts_that_are_no_pictures_are_garbage_when_somebody_looks(plug_in, mode):
    (raw_frame,) = raw_frames(plug_in(mode).url, count=1)

    with pytest.raises(Offline) as offline:
        raw_frame.image()
    assert offline.value.code == "garbage"


def test_nobody_there_is_unreachable(plug_in):
    camera = plug_in()
    camera.unplug()

    assert reason(camera.url) == "unreachable"


def test_a_redirect_is_not_followed(plug_in):
    camera = plug_in("redirect")

    reason(camera.url)

    assert camera.connections == 1


def test_who_is_slower_than_the_camera_sees_the_newest_picture_not_a_queue(plug_in):
    camera = plug_in()
    with mjpeg.opened(camera.url, CaptureOptions()) as source:
        stream = (raw_frame for raw_frame in source.frames() if raw_frame)
        first = next(stream)
        time.sleep(0.55)

        second = next(stream)

    steps = camera.frames.index(second.jpeg) - camera.frames.index(first.jpeg)
    assert steps % len(camera.frames) >= 4


def test_a_name_that_leads_to_a_metadata_service_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answering("169.254.169.254"))

    with pytest.raises(Offline) as offline, opened("http://camera.example/", CaptureOptions(), 1):
        pass
    assert offline.value.code == "bad_source"


def test_a_name_that_changes_its_mind_is_asked_once(plug_in, monkeypatch):
    camera = plug_in()
    monkeypatch.setattr(socket, "getaddrinfo", answering("127.0.0.1", "169.254.169.254"))

    assert raw_frames(f"http://camera.example:{camera.port}/video")


def test_a_name_service_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(mjpeg, "CONNECT_TIMEOUT_S", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: time.sleep(0.3) or [])

    assert reason("http://camera.example/") == "unreachable"


def answering(*addresses):
    """A name service that answers names with one address after another, and addresses as ever."""
    real = socket.getaddrinfo
    left = list(addresses)

    def getaddrinfo(host, port, *args, **kwargs):
        address = left.pop(0) if host == "camera.example" else host
        return real(address, port, *args, **kwargs)

    return getaddrinfo
