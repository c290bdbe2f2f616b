"""Network cameras that give one picture for each question, well or badly."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.cameras.camera_quirks import TYPE, raw_start

if TYPE_CHECKING:
    from tests.cameras.network_camera import Handler


def still(handler: "Handler") -> None:
    """One picture for each question, each time another one, by a connection that is kept."""
    frames = handler.server.frames
    frame = frames[len(handler.server.asked) % len(frames)]
    raw_start(handler, TYPE, b"Content-Length: %d" % len(frame))
    handler.wfile.write(frame)
    handler.close_connection = False


def still_without_type(handler: "Handler") -> None:
    raw_start(handler)
    handler.wfile.write(handler.server.frames[len(handler.server.asked) % 2])


def still_of_wrong_length(handler: "Handler") -> None:
    """The head promises 48 bytes more than come, and the connection stays (Dahua)."""
    frame = handler.server.frames[len(handler.server.asked) % 2]
    raw_start(handler, TYPE, b"Content-Length: %d" % (len(frame) + 48))
    handler.wfile.write(frame)
    handler.hold()


def still_that_says_when(handler: "Handler") -> None:
    """Sends a picture only to who does not have it."""
    if "if-modified-since" in handler.headers:
        raw_start(handler, status=b"HTTP/1.1 304 Not Modified")
    else:
        frame = handler.server.frames[0]
        date = b"Last-Modified: Tue, 12 Jun 2012 01:56:34 GMT"
        raw_start(handler, TYPE, date, b"Content-Length: %d" % len(frame))
        handler.wfile.write(frame)
    handler.close_connection = False


def still_sometimes_busy(handler: "Handler") -> None:
    if len(handler.server.asked) % 3 == 2:
        raw_start(handler, b"Content-Length: 0", status=b"HTTP/1.1 503 Service Unavailable")
    else:
        still(handler)


def words_as_picture(handler: "Handler") -> None:
    """An error in XML, said to be a JPEG (Hikvision)."""
    words = b"<ResponseStatus>Device Error</ResponseStatus>"
    raw_start(handler, TYPE, b"Content-Length: %d" % len(words))
    handler.wfile.write(words)


MODES: dict[str, Callable[["Handler"], None]] = {
    mode.__name__: mode
    for mode in (
        still,
        still_without_type,
        still_of_wrong_length,
        still_that_says_when,
        still_sometimes_busy,
        words_as_picture,
    )
}
