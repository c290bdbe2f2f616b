"""A connection whose headers stop coming is closed by a real uvicorn; others are left alone."""

import asyncio
import socket
import threading

import pytest
import uvicorn

from core import header_timeout
from core.header_timeout import TimedHttpProtocol

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def slow_answer(_scope, _receive, send):
    """Takes longer than headers may take."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await asyncio.sleep(0.6)
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def address(monkeypatch):
    monkeypatch.setattr(header_timeout, "HEADERS_WITHIN_S", 0.3)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(slow_answer, http=TimedHttpProtocol, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\n", REQUEST[:-2], REQUEST[:-1]])
def test_what_does_not_become_a_request_is_closed(address, begun):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(begun)

        assert connection.recv(100) == b""


def test_an_answer_may_take_longer(address):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(REQUEST)

        assert connection.recv(100).startswith(b"HTTP/1.1 204")


def test_the_next_request_on_a_connection_is_timed_too(address):
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(REQUEST)
        assert connection.recv(1000).startswith(b"HTTP/1.1 204")
        connection.sendall(b"GET / HTTP/1.1\r\nHost")

        assert connection.recv(1000) == b""
