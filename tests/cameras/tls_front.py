"""TLS in front of a server of this machine that speaks without."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import trustme


@contextmanager
def tls_front(port: int, certificate: trustme.LeafCert) -> Iterator[int]:
    """Listen by TLS at the port that is given, and hand on to `port`, until left."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True) as server:
        threading.Thread(target=_serve, args=(server, port), daemon=True).start()
        yield int(server.getsockname()[1])
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def _serve(server: ssl.SSLSocket, port: int) -> None:
    while server.fileno() >= 0:
        with suppress(OSError):  # a client that does not accept the certificate
            client, _address = server.accept()
            there = socket.create_connection(("127.0.0.1", port))
            for pair in ((client, there), (there, client)):
                threading.Thread(target=_pump, args=pair, daemon=True).start()


def _pump(source: socket.socket, drain: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65_536):
            drain.sendall(piece)
    with suppress(OSError):
        drain.shutdown(socket.SHUT_RDWR)
