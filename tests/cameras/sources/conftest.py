"""Servers that answer like cameras, or like none."""

import socket
import threading

import pytest

from tests.cameras.rtsp_talker import RtspTalker


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


@pytest.fixture
def talking():
    """Start a server that gives the answers it was made with."""
    talkers = []

    def start(answers):
        talkers.append(RtspTalker(answers))
        return talkers[-1]

    yield start
    for talker in talkers:
        talker.close()
