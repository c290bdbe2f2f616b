"""A frame as it is sent to viewers: one part of multipart/x-mixed-replace."""

from dataclasses import dataclass

from cameras.live.frame_buffer import EncodedFrame
from core.asgi import Message

BOUNDARY = b"frame"


@dataclass(frozen=True)
class StreamPart:
    """A frame as the ASGI message that every viewer gets, and its number in the channel."""

    serial: int
    message: Message


def message_of(frame: EncodedFrame) -> Message:
    """One part of multipart/x-mixed-replace; X-Timestamp is when it was taken."""
    head = (
        f"--{BOUNDARY.decode()}\r\nContent-Type: image/jpeg\r\n"
        f"Content-Length: {len(frame.jpeg)}\r\nX-Timestamp: {frame.taken_at:.6f}\r\n\r\n"
    )
    body = head.encode() + frame.jpeg + b"\r\n"
    return {"type": "http.response.body", "body": body, "more_body": True}
