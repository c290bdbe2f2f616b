"""Where a camera over HTTP leads: redirects and names are judged."""

import socket
import time
from urllib.parse import quote

import pytest

from cameras.sources import http_client
from cameras.sources.kinds import opened
from cameras.sources.source import CaptureOptions, Offline
from tests.cameras.network_camera import PASSWORD, USER
from tests.cameras.sources.http_frames import raw_frames, reason


def test_a_redirect_to_another_host_is_followed_without_the_password(plug_in):
    camera, elsewhere = plug_in("redirect_elsewhere"), plug_in()
    camera.location = f"http://localhost:{elsewhere.port}/video"

    assert raw_frames(f"http://{USER}:secret@127.0.0.1:{camera.port}/video")
    assert "authorization" in camera.asked[0]
    assert "authorization" not in elsewhere.asked[0]


def test_a_redirect_to_another_port_of_the_host_takes_the_password_along(plug_in):
    camera, elsewhere = plug_in("redirect_elsewhere"), plug_in("digest")
    camera.location = elsewhere.url

    assert raw_frames(f"http://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{camera.port}/video")


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "bad_source"),
        ("http://[::ffff:169.254.169.254]/", "bad_source"),
        ("http://camera.example/", "bad_source"),
        ("//metadata.google.internal/", "bad_source"),
        ("http://[::1/", "bad_source"),
        ("file:///etc/passwd", "not_a_camera"),
        ("rtsp://127.0.0.1/", "not_a_camera"),
    ],
)
def test_a_redirect_is_judged_as_the_first_address_was(plug_in, monkeypatch, location, code):
    monkeypatch.setattr(socket, "getaddrinfo", answering("169.254.169.254"))
    camera = plug_in("redirect_elsewhere")
    camera.location = location

    assert reason(camera.url) == code
    assert camera.connections == 1


def test_a_name_that_leads_to_a_metadata_service_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answering("169.254.169.254"))

    with pytest.raises(Offline) as raised, opened("http://camera.example/", CaptureOptions(), 1):
        pass
    assert raised.value.code == "bad_source"


def test_a_name_that_changes_its_mind_is_asked_once(plug_in, monkeypatch):
    camera = plug_in()
    monkeypatch.setattr(socket, "getaddrinfo", answering("127.0.0.1", "169.254.169.254"))

    assert raw_frames(f"http://camera.example:{camera.port}/video")


def test_a_name_service_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(http_client, "CONNECT_TIMEOUT_S", 0.1)
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
