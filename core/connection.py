"""A TCP or TLS connection with a deadline for all of it, however slowly the other side sends."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer


@contextmanager
def connected(
    address: str, port: int, tls_name: str | None, within_s: float
) -> Iterator[socket.socket]:
    """Connect, with TLS verified against a name if there is one, and close all within `within_s`.

    The time is that of the whole block, not of each read. Raises OSError: TimeoutError where it
    was too short, ssl.SSLError where the certificate is not one of that name.
    """
    until = time.monotonic() + within_s
    with socket.create_connection((address, port), within_s) as plain:
        plain.settimeout(_left_s(until))  # of the TLS handshake as a whole
        with _secured(plain, tls_name) as connection, cut_off(connection, until):
            yield connection


def _secured(plain: socket.socket, tls_name: str | None) -> socket.socket:
    if tls_name is None:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=tls_name)


@contextmanager
def cut_off(connection: socket.socket, until: float) -> Iterator[None]:
    """Shut a connection down at a moment, which wakes who reads or writes; raises TimeoutError."""
    is_late = Event()

    def shut() -> None:
        is_late.set()
        with suppress(OSError):  # it may have ended by itself
            # What lies below TLS: another thread is using the rest.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)

    timer = Timer(_left_s(until), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if is_late.is_set():
            raise TimeoutError("it took too long")


def _left_s(until: float) -> float:
    return max(0.001, until - time.monotonic())
