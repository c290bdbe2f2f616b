"""Connections of libraries that resolve names themselves."""

import socket
import threading

import pytest
import requests

from core.ip_addresses import Policy, PrivateAddress
from core.judged_names import judging


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_a_library_connects_to_nothing_that_is_closed(server):
    port = server.getsockname()[1]

    for host in ("127.0.0.1", "localhost", "2130706433"):
        with judging(Policy.PUBLIC_ONLY) as judgement, pytest.raises(requests.ConnectionError):
            requests.get(f"http://{host}:{port}/", timeout=5)
        assert isinstance(judgement.refused, PrivateAddress)

    server.settimeout(0)
    with pytest.raises(BlockingIOError):
        server.accept()


def test_what_the_policy_allows_is_connected_to(server):
    with judging(Policy.PRIVATE_ALLOWED) as judgement:
        socket.create_connection(server.getsockname(), 5).close()

    assert judgement.refused is None


def test_other_threads_and_later_connections_are_not_judged(server):
    reached = []

    def connect():
        socket.create_connection(server.getsockname(), 5).close()
        reached.append(True)

    with judging(Policy.PUBLIC_ONLY):
        other = threading.Thread(target=connect)
        other.start()
        other.join()
    connect()

    assert reached == [True, True]
