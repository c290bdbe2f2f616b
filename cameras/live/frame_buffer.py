"""The newest frames of each camera in Redis."""

from dataclasses import dataclass
from typing import cast

from cameras import keys
from core.redis_client import StreamEntry, redis_client

MAX_FRAMES = 8
FRAMES_TTL_S = 86_400
VIEWER_TTL_S = 4


@dataclass(frozen=True)
class EncodedFrame:
    """One encoded picture: a JPEG and when it was taken, seconds since the epoch."""

    jpeg: bytes
    taken_at: float
    is_grey: bool = False
    """It was taken before the camera went offline, and says so."""
    version: int = 1
    """Of the camera's row by whose settings it was made: not to be shown once there is a later."""


def newest_frame(camera_id: int, version: int) -> EncodedFrame | None:
    """The last frame that was published, however old; None where another version made it."""
    entry = newest_entry(camera_id)
    frame = frame_of(entry[1]) if entry else None
    return frame if frame and frame.version == version else None


def newest_entry(camera_id: int) -> StreamEntry | None:
    """The last frame that was published, with its id."""
    entries = cast("list[StreamEntry]", redis_client().xrevrange(keys.frames(camera_id), count=1))
    return entries[0] if entries else None


def frame_of(fields: dict[bytes, bytes]) -> EncodedFrame:
    """An entry of the stream as a frame."""
    is_grey, version = fields.get(b"grey") == b"1", int(fields.get(b"version", b"0"))
    return EncodedFrame(fields[b"jpeg"], float(fields[b"at"]), is_grey, version)
