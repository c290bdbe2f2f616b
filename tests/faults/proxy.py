"""A TCP proxy on loopback that fails on request: refuse, reset, stall, trickle, answer 503."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum

_UNAVAILABLE = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 4\r\nConnection: close\r\n\r\naway"
)
_LINGER_OFF = struct.pack("ii", 1, 0)  # closing sends RST


class Fault(Enum):
    """What becomes of a connection."""

    NONE = "passed on to the server behind"
    REFUSE = "refused, since nobody listens"
    RESET = "accepted and reset at once"
    STALL = "accepted, read from, and never answered"
    TRICKLE = "answered over HTTP, a byte now and then, without end"
    UNAVAILABLE = "answered 503, over HTTP"


class Proxy:
    """Stands before a server at `behind`, (host, port) or the path of a Unix socket.

    `fault` may be set at any time; connections that are open then end.
    """

    def __init__(self, behind: tuple[str, int] | str) -> None:
        self.behind = behind
        self._fault = Fault.NONE
        self._open: set[socket.socket] = set()
        self._listener = _listening(0)
        self.port = int(self._listener.getsockname()[1])
        self._accept_from(self._listener)

    @property
    def fault(self) -> Fault:
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        was, self._fault = self._fault, fault
        if fault is Fault.REFUSE and was is not Fault.REFUSE:
            _end(self._listener)
        if fault is not Fault.REFUSE and was is Fault.REFUSE:
            self._listener = _listening(self.port)
            self._accept_from(self._listener)
        self._end_connections()

    def close(self) -> None:
        _end(self._listener)
        self._end_connections()

    def _end_connections(self) -> None:
        for connection in list(self._open):
            _end(connection)

    def _accept_from(self, listener: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # closed
            while True:
                client, _address = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        self._open.add(client)
        try:
            with suppress(OSError), client:
                self._treat(client)
        finally:
            self._open.discard(client)

    def _treat(self, client: socket.socket) -> None:
        if self._fault is Fault.RESET:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_OFF)
        elif self._fault is Fault.STALL:
            while client.recv(1 << 16):
                pass
        elif self._fault is Fault.TRICKLE:
            client.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while True:
                client.sendall(b"x")
                time.sleep(0.1)
        elif self._fault is Fault.UNAVAILABLE:
            client.recv(1 << 16)
            client.sendall(_UNAVAILABLE)
            client.shutdown(socket.SHUT_WR)
            while client.recv(1 << 16):
                pass
        else:
            self._pass_on(client)

    def _pass_on(self, client: socket.socket) -> None:
        with _connected(self.behind) as server:
            self._open.add(server)
            back = threading.Thread(target=_copy, args=(server, client), daemon=True)
            back.start()
            _copy(client, server)
            back.join()
            self._open.discard(server)


@contextmanager
def proxy(behind: tuple[str, int] | str) -> Iterator[Proxy]:
    """Run one; it passes everything on until its mode is changed."""
    standing = Proxy(behind)
    try:
        yield standing
    finally:
        standing.close()


def _listening(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


def _connected(behind: tuple[str, int] | str) -> socket.socket:
    if not isinstance(behind, str):
        return socket.create_connection(behind)
    server = socket.socket(socket.AF_UNIX)
    server.connect(behind)
    return server


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _end(connection: socket.socket) -> None:
    """Wake whoever reads from a socket, and close it."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
