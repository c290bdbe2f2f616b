"""How real cameras send their pictures against the rules: each mode is one that was met."""

import itertools
import os
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cameras.network_camera import Handler

BOUNDARY = b"--frame\r\n"
TYPE = b"Content-Type: image/jpeg\r\n"
MULTIPART = b"Content-Type: multipart/x-mixed-replace;boundary=frame\r\n"


def raw_start(handler: "Handler", *lines: bytes, status: bytes = b"HTTP/1.1 200 OK") -> None:
    """A head as it is written here, whatever it lacks."""
    handler.wfile.write(b"\r\n".join((status, *(line.rstrip() for line in lines), b"", b"")))


def no_first_boundary(handler: "Handler") -> None:
    """The first part begins with its headers (Tasmota), on a slow line."""
    raw_start(handler, MULTIPART)
    for frame in handler.frames():
        part = TYPE + b"\r\n" + frame + b"\r\n" + BOUNDARY
        for start in range(0, len(part), 400):
            handler.wfile.write(part[start : start + 400])
            time.sleep(0.002)


def wrong_length(handler: "Handler") -> None:
    """Lengths of 0, too much, too little, and none."""
    raw_start(handler, MULTIPART)
    for number, frame in enumerate(handler.frames()):
        length = (0, len(frame) + 48, len(frame) - 48, None)[number % 4]
        line = b"" if length is None else b"Content-Length: %d\r\n" % length
        handler.wfile.write(BOUNDARY + TYPE + line + b"\r\n" + frame + b"\r\n")


def extra_bytes(handler: "Handler") -> None:
    """Behind each picture lies what its buffer held before (ESP32-CAM)."""
    raw_start(handler, MULTIPART)
    for frame in handler.frames():
        handler.part(frame + bytes(512) + os.urandom(144).replace(b"\xff", b"\0"))


def other_boundary(handler: "Handler") -> None:
    """Parts are not divided by what was announced."""
    raw_start(handler, MULTIPART.replace(b"frame", b"something"))
    for frame in handler.frames():
        handler.part(frame, with_length=False)


def no_colon(handler: "Handler") -> None:
    """A date without a name among the headers (GoAhead); the parts' heads are no better."""
    raw_start(handler, b"Server: GoAhead", b"Tue, 12 Jun 2012 01:56:34 GMT", MULTIPART)
    for frame in handler.frames():
        handler.wfile.write(BOUNDARY + b"Device camera\r\n" + TYPE + b"\r\n" + frame + b"\r\n")


def no_type(handler: "Handler") -> None:
    raw_start(handler, b"Server: camera")
    for frame in handler.frames():
        handler.part(frame)


def bare(handler: "Handler") -> None:
    """JPEGs one behind the other, and nothing between."""
    raw_start(handler, b"Content-Type: video/x-motion-jpeg")
    for frame in handler.frames():
        handler.wfile.write(frame)


def shoutcast(handler: "Handler") -> None:
    raw_start(handler, MULTIPART, status=b"ICY 200 OK")
    for frame in handler.frames():
        handler.part(frame)


def truncated(handler: "Handler") -> None:
    """Of each third picture half is missing."""
    raw_start(handler, MULTIPART)
    for number, frame in enumerate(handler.frames()):
        handler.part(frame[: len(frame) // 2] if number % 3 == 2 else frame)


def damaged(handler: "Handler") -> None:
    """Each third picture is whole, and cannot be decoded: it has no quantisation tables."""
    raw_start(handler, MULTIPART)
    for number, frame in enumerate(handler.frames()):
        handler.part(frame.replace(b"\xff\xdb", b"\xff\xfe") if number % 3 == 2 else frame)


def damaged_later(handler: "Handler") -> None:
    """Of one connection only the first second is well."""
    raw_start(handler, MULTIPART)
    for number, frame in enumerate(handler.frames()):
        handler.part(frame if number < 10 else frame.replace(b"\xff\xdb", b"\xff\xfe"))


def busy_parts(handler: "Handler") -> None:
    """Now and then a part says that the camera has no time, or is empty."""
    raw_start(handler, MULTIPART)
    for number, frame in enumerate(handler.frames()):
        handler.part((b"<html>Device Busy</html>", b"", frame, frame)[number % 4])


def busy_first(handler: "Handler") -> None:
    """The first question is one too many, as its last viewer is still there."""
    if handler.server.connections == 1:
        raw_start(handler, b"Content-Length: 0", status=b"HTTP/1.1 503 Service Unavailable")
    else:
        raw_start(handler, MULTIPART)
        for frame in handler.frames():
            handler.part(frame)


def busy_for_a_while(handler: "Handler") -> None:
    raw_start(
        handler, b"Retry-After: 7", b"Content-Length: 0", status=b"HTTP/1.1 503 Service Unavailable"
    )


def slow(handler: "Handler") -> None:
    """A picture only now and then: each 4 s."""
    raw_start(handler, MULTIPART)
    for frame in itertools.islice(handler.server.frames, 3):
        handler.part(frame)
        time.sleep(4)
    handler.hold()


def redirect_to_stream(handler: "Handler") -> None:
    if handler.path == "/video":
        raw_start(handler, b"Location: /stream", b"Content-Length: 0", status=b"HTTP/1.1 302 Found")
    else:
        raw_start(handler, MULTIPART)
        for frame in handler.frames():
            handler.part(frame)


def redirect_for_ever(handler: "Handler") -> None:
    raw_start(handler, b"Location: /video", b"Content-Length: 0", status=b"HTTP/1.1 302 Found")


def redirect_elsewhere(handler: "Handler") -> None:
    location = f"Location: {handler.server.location}".encode()
    raw_start(handler, location, b"Content-Length: 0", status=b"HTTP/1.1 307 Temporary Redirect")


def dripping_head(handler: "Handler") -> None:
    """A head that never ends."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while handler.is_current:
        handler.wfile.write(b"x")
        time.sleep(0.5)


def reset(handler: "Handler") -> None:
    """The connection breaks off without an answer."""
    linger = b"\1\0\0\0\0\0\0\0"
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


MODES: dict[str, Callable[["Handler"], None]] = {
    mode.__name__: mode
    for mode in (
        no_first_boundary,
        wrong_length,
        extra_bytes,
        other_boundary,
        no_colon,
        no_type,
        bare,
        shoutcast,
        truncated,
        damaged,
        damaged_later,
        busy_parts,
        busy_first,
        busy_for_a_while,
        slow,
        redirect_to_stream,
        redirect_for_ever,
        redirect_elsewhere,
        dripping_head,
        reset,
    )
}
