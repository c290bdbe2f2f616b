"""What a real uvicorn takes of a stream for somebody who does not read it."""

import asyncio
import socket
import threading
import time

import pytest
import uvicorn

from core.header_timeout import TimedHttpProtocol
from core.send_buffer import until_sent
from tests.waiting import wait_for

FRAME = bytes(20_000)
MANY = 1_000


class Stream:
    """Sends frames as fast as they are taken, at /patient as they are sent, and counts them."""

    def __init__(self):
        self.taken = 0
        self.sent = 0

    async def __call__(self, scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _frame in range(MANY):
            await send({"type": "http.response.body", "body": FRAME, "more_body": True})
            self.taken += 1
            if scope["path"] == "/patient":
                await until_sent(scope)
            self.sent += 1

    def has_stopped(self):
        """Whether nothing more is taken, for half a second; not before the first frame."""
        before = self.taken
        time.sleep(0.5)
        return 0 < before == self.taken


@pytest.fixture
def stream():
    return Stream()


@pytest.fixture
def address(stream):
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        stream,
        http=TimedHttpProtocol,
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join()


def test_few_frames_wait_for_a_viewer_who_does_not_read(stream, address):
    with socket.socket() as viewer:
        viewer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        viewer.connect(address)
        viewer.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        viewer.recv(1000)
        wait_for(stream.has_stopped)

        assert stream.taken <= 10


def test_a_frame_that_is_not_on_the_line_yet_keeps_the_next_one_back(stream, address):
    with socket.socket() as viewer:
        viewer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        viewer.connect(address)
        viewer.sendall(b"GET /patient HTTP/1.1\r\nHost: localhost\r\n\r\n")
        viewer.recv(1000)
        wait_for(stream.has_stopped)

        assert stream.taken == stream.sent + 1
        assert stream.taken <= 2


def test_nobody_waits_for_a_viewer_who_has_left(stream, address):
    with socket.create_connection(address) as viewer:
        viewer.sendall(b"GET /patient HTTP/1.1\r\nHost: localhost\r\n\r\n")
        viewer.recv(1000)

    wait_for(lambda: stream.sent == MANY)


def test_a_server_that_does_not_tell_what_waits_is_not_waited_for():
    asyncio.run(asyncio.wait_for(until_sent({"type": "http"}), 5))


def test_one_who_reads_gets_everything(address):
    with socket.create_connection(address, timeout=20) as viewer:
        viewer.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = 0
        while received < 100 * len(FRAME):
            received += len(viewer.recv(100_000))
