"""Bounds the time of HTTP requests made with `requests`, however slowly the other side answers."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Timer
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_LATE = "the other side did not answer in time"


class DeadlinePassedError(OSError):
    """The time of a block is over. It is no ConnectionError, so nothing tries again."""


class _Deadline:
    """A moment, and the connections that end with it."""

    def __init__(self, until: float) -> None:
        self.until = until
        self.is_cut_off = False
        self.connections: list[HTTPConnection] = []

    @property
    def left_s(self) -> float:
        return max(0.0, self.until - time.monotonic())

    def cut_off(self) -> None:
        """Shut connections down, which wakes who reads from them or writes."""
        self.is_cut_off = True
        for connection in self.connections:
            open_socket = connection.sock  # another thread is using it, and may let it go
            if open_socket is not None:
                with suppress(OSError):  # it has ended
                    socket.socket.shutdown(open_socket, socket.SHUT_RDWR)  # what lies below TLS


_current: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def deadline(within_s: float) -> Iterator[None]:
    """All requests of the block through a DeadlineAdapter end in this time, retries included.

    A deadline around it that ends earlier stays in force. Raises DeadlinePassedError even where
    the block ended well: what a connection had sent when it was cut off can look like an answer.
    """
    around = _current.get()
    until = time.monotonic() + within_s
    own = _Deadline(min(until, around.until) if around else until)
    timer = Timer(own.left_s, own.cut_off)
    timer.daemon = True
    timer.start()
    token = _current.set(own)
    try:
        yield
    finally:
        _current.reset(token)
        timer.cancel()
    if own.is_cut_off:
        raise DeadlinePassedError(_LATE)


def left_s() -> float:
    """Seconds until the deadline that is in force; endless without one."""
    own = _current.get()
    return own.left_s if own else float("inf")


class DeadlineAdapter(HTTPAdapter):
    """Sends requests within the deadline in force: each wait and all of them together."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Raises DeadlinePassedError without sending anything where the time is over."""
        own = _current.get()
        if own is None:
            return super().send(request, *args, **kwargs)
        if own.left_s <= 0:
            raise DeadlinePassedError(_LATE)
        kwargs["timeout"] = _shortened(kwargs.get("timeout"), own.left_s)
        response = super().send(request, *args, **kwargs)
        if own.is_cut_off:  # in the middle of the headers, which then seem complete
            raise DeadlinePassedError(_LATE)
        return response


class _HTTP(HTTPConnection):
    def request(self, *args: Any, **kwargs: Any) -> None:
        with _noted(self):
            super().request(*args, **kwargs)


class _HTTPS(HTTPSConnection):
    def request(self, *args: Any, **kwargs: Any) -> None:
        with _noted(self):
            super().request(*args, **kwargs)


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPS


@contextmanager
def _noted(connection: HTTPConnection) -> Iterator[None]:
    """Have a connection end with the deadline, even if it had no socket yet when that passed."""
    own = _current.get()
    if own is not None:
        own.connections.append(connection)
    yield
    if own is not None and own.is_cut_off:
        raise DeadlinePassedError(_LATE)


def _shortened(timeout: Any, most_s: float) -> tuple[float, float]:
    """`requests`' time-out, one number or one each for connecting and reading, cut to `most_s`."""
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return (min(connect or most_s, most_s), min(read or most_s, most_s))
