"""What a network camera sends over HTTP, in every mode that a test may ask for."""

import base64
import hashlib
import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cameras.network_camera import Handler

USER, PASSWORD = "viewer", "pa ss:w/rd@"


def well(handler: "Handler") -> None:
    handler.start()
    for frame in handler.frames():
        handler.part(frame)


def no_length(handler: "Handler") -> None:
    handler.start()
    for frame in handler.frames():
        handler.part(frame, with_length=False)


def chunked(handler: "Handler") -> None:
    """As proxies send it; the pieces do not end where the frames do."""
    handler.start(Transfer_Encoding="chunked")
    for frame in handler.frames():
        part = b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + frame + b"\r\n"
        for start in range(0, len(part), 1000):
            piece = part[start : start + 1000]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")


def stall(handler: "Handler") -> None:
    """Frames for a moment, then none, and the connection stays."""
    handler.start()
    for frame in itertools.islice(handler.frames(), 5):
        handler.part(frame)
    handler.hold()


def silent(handler: "Handler") -> None:
    handler.hold()


def drip(handler: "Handler") -> None:
    """A frame that never gets whole."""
    handler.start()
    handler.wfile.write(b"--frame\r\nContent-Length: 100000\r\n\r\n")
    for _frame in handler.frames():
        handler.wfile.write(b"x")


def garbage(handler: "Handler") -> None:
    """Parts as they should be, with no pictures in them."""
    handler.start()
    for number, _frame in enumerate(handler.frames()):
        handler.part(hashlib.sha256(str(number).encode()).digest() * 200)


def half(handler: "Handler") -> None:
    """JPEGs whose second half is missing."""
    handler.start()
    for frame in handler.frames():
        handler.part(frame[: len(frame) // 2])


def noise(handler: "Handler") -> None:
    handler.start()
    for _frame in handler.frames():
        handler.wfile.write(bytes(5000))


def close(handler: "Handler") -> None:
    handler.start()
    for frame in itertools.islice(handler.frames(), 3):
        handler.part(frame)


def huge(handler: "Handler") -> None:
    """A part without an end."""
    handler.start()
    handler.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n")
    while handler.is_current:
        handler.wfile.write(bytes(1_000_000))


def redirect(handler: "Handler") -> None:
    port = handler.server.port
    handler.start(302, Location=f"http://127.0.0.1:{port}/elsewhere", Content_Length="0")


def page(handler: "Handler") -> None:
    handler.start(Content_Type="text/html", Content_Length="6")
    handler.wfile.write(b"<html>")


def basic(handler: "Handler") -> None:
    expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if handler.headers.get("Authorization") != f"Basic {expected}":
        handler.start(401, WWW_Authenticate='Basic realm="camera"', Content_Length="0")
    else:
        well(handler)


def digest(handler: "Handler") -> None:
    """RFC 2617 with MD5, as most cameras have it."""
    authorization = handler.headers.get("Authorization", "")
    if not authorization.startswith("Digest "):
        challenge = 'Digest realm="camera", nonce="abc", qop="auth"'
        handler.start(401, WWW_Authenticate=challenge, Content_Length="0")
        return
    fields = dict(
        pair.strip().split("=", 1) for pair in authorization.removeprefix("Digest ").split(",")
    )
    fields = {name: value.strip('"') for name, value in fields.items()}
    ha1 = _md5(f"{USER}:camera:{PASSWORD}")
    ha2 = _md5(f"GET:{handler.path}")
    response = _md5(f"{ha1}:abc:{fields['nc']}:{fields['cnonce']}:auth:{ha2}")
    if fields["response"] == response:
        well(handler)
    else:
        handler.start(403, Content_Length="0")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


MODES: dict[str, Callable[["Handler"], None]] = {
    mode.__name__: mode
    for mode in (
        well,
        no_length,
        chunked,
        stall,
        silent,
        drip,
        garbage,
        half,
        noise,
        close,
        huge,
        redirect,
        page,
        basic,
        digest,
    )
}
