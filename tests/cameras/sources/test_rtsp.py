"""Network cameras that speak RTSP: a real server, and one that is none."""

import itertools
import socket
import threading

import pytest

from cameras.sources import rtsp
from cameras.sources.source import CaptureOptions, Offline


def raw_frames(url, count=3):
    with rtsp.opened(url, CaptureOptions()) as source:
        return [
            (raw_frame.taken_at, raw_frame.size(), raw_frame.image())
            for raw_frame in itertools.islice(source.frames(), count)
        ]


def reason(url):
    with pytest.raises(Offline) as offline:
        raw_frames(url)
    return offline.value.code


@pytest.fixture
def answering():
    """A server that answers every connection with the same bytes, or accepts and says nothing."""
    servers = []

    def start(answer):
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def serve():
            held = []
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                held.append(connection)
                if answer:
                    connection.sendall(answer)
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        return f"rtsp://127.0.0.1:{server.getsockname()[1]}/live"

    yield start
    for server in servers:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


def test_a_camera_is_seen(rtsp_server):
    seen = raw_frames(f"rtsp://localhost:{rtsp_server()}/live")

    assert [(size.width, size.height) for _at, size, _image in seen] == [(320, 240)] * 3
    assert seen[0][2].shape == (240, 320, 3)
    assert (seen[0][2] != seen[2][2]).any()


def test_a_password_opens_the_door_and_a_wrong_one_is_told(rtsp_server):
    port = rtsp_server("viewer", "secretword")

    assert raw_frames(f"rtsp://viewer:secretword@127.0.0.1:{port}/live")
    assert reason(f"rtsp://viewer:wrong@127.0.0.1:{port}/live") == "refused"
    assert reason(f"rtsp://127.0.0.1:{port}/live") == "refused"


def test_a_path_that_is_not_there_is_no_camera(rtsp_server):
    assert reason(f"rtsp://127.0.0.1:{rtsp_server()}/nothing") == "not_a_camera"


def test_a_server_that_says_nothing_hangs(answering):
    assert reason(answering(b"")) == "hung"


def test_a_server_of_another_kind_is_no_camera(answering):
    assert reason(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")) == "not_a_camera"


def test_nobody_there_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert reason(f"rtsp://127.0.0.1:{port}/live") == "unreachable"


def test_a_camera_that_goes_away_is_noticed(rtsp_server):
    port = rtsp_server()
    servers_before = rtsp_server.servers
    with rtsp.opened(f"rtsp://127.0.0.1:{port}/live", CaptureOptions()) as source:
        stream = source.frames()
        next(stream)
        servers_before[-1].kill()

        with pytest.raises(Offline) as offline:
            list(stream)
    assert offline.value.code == "hung"


def test_a_name_is_asked_once_and_its_answer_judged(monkeypatch):
    def getaddrinfo(host, port, **_kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    assert reason("rtsp://camera.example/live") == "bad_source"
