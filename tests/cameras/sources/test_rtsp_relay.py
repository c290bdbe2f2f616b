"""Nothing of a redirect reaches FFmpeg, in whatever pieces and spelling it comes."""

import socket

import pytest

from cameras.sources.rtsp_relay import Relay


@pytest.fixture
def relayed():
    """A relay: the camera's end, and the end of the one who connects."""
    server = socket.create_server(("127.0.0.1", 0))
    to_camera = socket.create_connection(server.getsockname())
    camera, _address = server.accept()
    relay = Relay(to_camera)
    client = socket.create_connection(("127.0.0.1", relay.port))
    client.settimeout(5)
    yield relay, camera, client
    client.close()
    relay.close()
    camera.close()
    server.close()


def everything(connection):
    read = b""
    while piece := connection.recv(1000):
        read += piece
    return read


def test_both_sides_hear_each_other(relayed):
    relay, camera, client = relayed
    client.sendall(b"OPTIONS rtsp://x RTSP/1.0\r\n\r\n")
    assert camera.recv(1000) == b"OPTIONS rtsp://x RTSP/1.0\r\n\r\n"

    camera.sendall(b"RTSP/1.0 404 Not Found\r\n\r\n")
    assert client.recv(1000) == b"RTSP/1.0 404 Not Found\r\n\r\n"
    assert (relay.status, relay.has_heard) == (404, True)


@pytest.mark.parametrize(
    "head",
    [
        b"RTSP/1.0 302 Found\r\nLocation: rtsp://there/\r\n\r\n",
        b"RTSP/2.0   0302\nlocation:\trtsp://there/\n\n",
        b"body without an endRTSP/1.0 +301 Moved\r\nCSeq: 1\r\nLocation: rtsp://there/\r\n\r\n",
        b"RTSP/1.0" + b" " * 3000 + b"303 See\r\nLocation: rtsp://there/\r\n\r\n",
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_redirect_ends_the_connection_before_it_is_whole(relayed, head, size):
    relay, camera, client = relayed
    for start in range(0, len(head), size):
        camera.sendall(head[start : start + size])

    assert b"ocation" not in everything(client)
    relay.close()
    assert relay.location == "rtsp://there/"


def test_once_the_film_runs_its_bytes_are_nothing_but_bytes(relayed):
    relay, camera, client = relayed
    client.sendall(b"SETUP rtsp://x RTSP/1.0\r\n\r\nPLAY rtsp://x RTSP/1.0\r\n\r\n")
    camera.recv(1000)

    camera.sendall(b"$\0\0\x10RTSP/1.0 302 no")
    assert client.recv(1000) == b"$\0\0\x10RTSP/1.0 302 no"
    assert (relay.has_media, relay.is_playing) == (True, True)


def test_when_the_camera_goes_the_other_side_notices(relayed):
    _relay, camera, client = relayed
    camera.close()

    assert client.recv(10) == b""
