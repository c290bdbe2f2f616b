"""A frame as it is sent to viewers: one part of multipart/x-mixed-replace."""

from dataclasses import dataclass
from typing import Any

from cameras.live.frame_buffer import EncodedFrame

BOUNDARY = b"frame"

Message = dict[str, Any]
"""A message of ASGI."""


@dataclass(frozen=True)
class StreamPart:
    """A frame as every viewer gets it, as a message of ASGI, and its place in their order."""

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
