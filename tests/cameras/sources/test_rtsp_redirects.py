"""Where an RTSP camera leads: redirects, names and certificates are judged."""

import socket

import pytest
import trustme

from cameras.sources import rtsp
from cameras.sources.source import CaptureOptions, Offline
from tests.cameras.rtsp_talker import MEDIA, description, redirect
from tests.cameras.sources.rtsp_frames import raw_frames, reason
from tests.cameras.tls_front import tls_front


def test_a_redirect_is_followed_with_the_password_for_the_same_host(rtsp_server, talking):
    port = rtsp_server("--user", "viewer", "secretword")
    camera = talking(redirect(f"rtsp://127.0.0.1:{port}/live"))

    assert raw_frames(f"rtsp://viewer:secretword@127.0.0.1:{camera.port}/live")


def test_a_redirect_to_another_host_takes_no_password_along(talking):
    asks = {"DESCRIBE": ("401 Unauthorized", 'WWW-Authenticate: Basic realm="camera"', "")}
    elsewhere = talking(MEDIA | asks)
    camera = talking(redirect(f"rtsp://localhost:{elsewhere.port}/live"))

    assert reason(f"rtsp://viewer:secretword@127.0.0.1:{camera.port}/live") == "refused"
    assert b"DESCRIBE" in elsewhere.asked
    assert b"Authorization" not in elsewhere.asked


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("rtsp://169.254.169.254/live", "bad_source"),
        ("rtsp://camera.example/live", "bad_source"),
        ("file:///etc/passwd", "bad_source"),
        ("http://127.0.0.1/video", "not_a_camera"),
    ],
)
def test_a_redirect_is_judged_as_the_first_address_was(talking, monkeypatch, location, code):
    camera = talking(redirect(location))
    lead_to(monkeypatch, "169.254.169.254")

    assert reason(camera.url) == code


def test_redirects_come_to_an_end(talking):
    camera = talking({})
    camera.answers = redirect(camera.url)

    assert reason(camera.url) == "not_a_camera"


def test_a_redirect_that_comes_late_is_judged_too(talking, rtsp_server):
    """A server may show one face to who asks first, and redirect in the middle of the talk."""
    elsewhere = talking(MEDIA)
    late = ("302 Found", f"Location: rtsp://localhost:{elsewhere.port}/live", "")
    media = description("m=video 0 RTP/AVP 26")
    camera = talking(MEDIA | {"DESCRIBE": media, "SETUP": late})

    assert reason(f"rtsp://viewer:secretword@127.0.0.1:{camera.port}/live") == "not_a_camera"
    assert b"secretword" not in elsewhere.asked
    assert b"Authorization" not in elsewhere.asked


def test_a_camera_by_tls_shows_its_certificate_and_is_seen_once_it_is_accepted(rtsp_server):
    with tls_front(rtsp_server(), trustme.CA().issue_cert("127.0.0.1")) as port:
        url = f"rtsps://127.0.0.1:{port}/live"
        with pytest.raises(Offline) as offline:
            raw_frames(url)
        assert offline.value.code == "certificate"

        options = CaptureOptions(certificate=offline.value.certificate)
        with rtsp.opened(url, options) as source:
            assert next(raw_frame for raw_frame in source.frames() if raw_frame).image().any()


def test_a_name_is_asked_once_and_its_answer_judged(monkeypatch):
    lead_to(monkeypatch, "169.254.169.254")

    assert reason("rtsp://camera.example/live") == "bad_source"


def lead_to(monkeypatch, address):
    """Have the name service answer camera.example with an address, and others as ever."""
    real = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        return real(address if host == "camera.example" else host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
