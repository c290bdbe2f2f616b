"""Network cameras over HTTP, as a real server plays them."""

import time
from urllib.parse import quote

import pytest

from cameras.sources import mjpeg, patience
from cameras.sources.source import CaptureOptions
from tests.cameras.network_camera import PASSWORD, USER
from tests.cameras.sources.http_frames import offline, raw_frames, reason


@pytest.mark.parametrize(
    "mode",
    [
        "well",
        "no_length",
        "chunked",
        "no_first_boundary",
        "wrong_length",
        "extra_bytes",
        "other_boundary",
        "no_colon",
        "no_type",
        "bare",
        "shoutcast",
        "truncated",
        "busy_parts",
        "redirect_to_stream",
    ],
)
def test_a_camera_is_seen_however_it_frames_its_pictures(plug_in, mode):
    camera = plug_in(mode)

    seen = raw_frames(camera.url)

    assert {raw_frame.jpeg for raw_frame in seen} <= {*camera.frames}
    assert len({raw_frame.image().mean() for raw_frame in seen}) == 3
    assert camera.connections <= 2  # with the one that was redirected
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
        ("garbage", "garbage"),
        ("half", "garbage"),
        ("close", "closed"),
        ("reset", "closed"),
        ("redirect_for_ever", "not_a_camera"),
        ("page", "not_a_camera"),
        ("words_as_picture", "not_a_camera"),
        ("dripping_head", "hung"),
        ("busy_for_a_while", "busy"),
    ],
)
def test_a_camera_that_fails_is_offline_for_that_reason(plug_in, monkeypatch, mode, code):
    monkeypatch.setattr(patience, "_UNKNOWN_S", 2.0)

    assert reason(plug_in(mode).url) == code


def test_a_camera_that_sends_a_byte_now_and_then_hangs(plug_in, monkeypatch):
    monkeypatch.setattr(patience, "_UNKNOWN_S", 1.0)

    assert reason(plug_in("drip").url) == "hung"


def test_a_busy_camera_says_when_to_ask_again(plug_in):
    assert offline(plug_in("busy_for_a_while").url).retry_in_s == 7


def test_a_busy_camera_is_seen_when_it_is_asked_again(plug_in):
    camera = plug_in("busy_first")

    assert reason(camera.url) == "busy"
    assert raw_frames(camera.url)


def test_a_camera_with_a_frame_each_4_s_is_not_taken_for_one_that_hangs(plug_in):
    began = time.monotonic()

    assert len(raw_frames(plug_in("slow").url)) == 3
    assert time.monotonic() - began >= 2 * 4


def test_a_user_without_a_password_is_sent_too(plug_in):
    camera = plug_in()

    raw_frames(f"http://admin@127.0.0.1:{camera.port}/video", count=1)

    assert camera.asked[0]["authorization"] == "Basic YWRtaW46"


def test_nobody_there_is_unreachable(plug_in):
    camera = plug_in()
    camera.unplug()

    assert reason(camera.url) == "unreachable"


def test_who_is_slower_than_the_camera_sees_the_newest_picture_not_a_queue(plug_in):
    camera = plug_in()
    with mjpeg.opened(camera.url, CaptureOptions()) as source:
        stream = (raw_frame for raw_frame in source.frames() if raw_frame)
        first = next(stream)
        time.sleep(0.55)

        second = next(stream)

    steps = camera.frames.index(second.jpeg) - camera.frames.index(first.jpeg)
    assert steps % len(camera.frames) >= 4
