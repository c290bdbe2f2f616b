"""The newest frames of each camera in Redis, and how to ask its capture for more."""

import secrets
import time
from dataclasses import dataclass
from typing import cast

from cameras import keys
from core.redis_client import redis_client

KEPT_FRAMES = 8
FRAMES_LIVE_S = 86_400
VIEWER_LIVES_S = 4


@dataclass(frozen=True)
class EncodedFrame:
    """One encoded picture: a JPEG and when it was taken, seconds since the epoch."""

    jpeg: bytes
    taken_at: float
    is_grey: bool = False
    """It was taken before the camera went offline, and says so."""


StreamEntry = tuple[bytes, dict[bytes, bytes]]
"""One entry of a Redis stream: its id, which begins with Redis' time in ms, and its fields."""


def newest_frame(camera_id: int) -> EncodedFrame | None:
    """The last frame that was published, however old it is."""
    entry = _newest_entry(camera_id)
    return frame_of(entry[1]) if entry else None


def fresh_frame(camera_id: int, timeout_s: float, max_age_s: float = 1.0) -> EncodedFrame | None:
    """A frame published at most `max_age_s` ago; where there is none, the next one in time.

    Nobody else needs to watch: asking makes the capture publish. A camera whose own pace is
    slower than the time-out gives its newest frame; one that is offline, None at once. Judged
    by Redis' clock alone: web and camera process may be on different machines.
    """
    redis = redis_client()
    seconds, microseconds = redis.time()
    since_ms = (seconds - max_age_s) * 1000 + microseconds // 1000
    deadline = time.monotonic() + timeout_s
    entry = _newest_entry(camera_id)
    if not _is_since(entry, since_ms):
        redis.set(keys.wanted(camera_id), 1, px=int(timeout_s * 1000) + 1)
    while not _is_since(entry, since_ms) and time.monotonic() < deadline:
        time.sleep(0.05)
        entry = _newest_entry(camera_id)
    is_captured = bool(redis.exists(keys.lease(camera_id)))
    frame = frame_of(entry[1]) if entry and (_is_since(entry, since_ms) or is_captured) else None
    return None if frame and frame.is_grey else frame


def _newest_entry(camera_id: int) -> StreamEntry | None:
    entries = cast("list[StreamEntry]", redis_client().xrevrange(keys.frames(camera_id), count=1))
    return entries[0] if entries else None


def _is_since(entry: StreamEntry | None, since_ms: float) -> bool:
    """Whether a frame was published since then, or says that none is to be expected."""
    if entry is None:
        return False
    return int(entry[0].partition(b"-")[0]) >= since_ms or frame_of(entry[1]).is_grey


def ask_for_still(camera_id: int, timeout_s: float) -> EncodedFrame | None:
    """A picture at the camera's full size, taken now; None where none came in time."""
    redis = redis_client()
    answer = f"{keys.stills(camera_id)}:{secrets.token_hex(8)}"
    redis.rpush(keys.stills(camera_id), answer)
    redis.expire(keys.stills(camera_id), int(timeout_s) + 1)
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        content = cast("dict[bytes, bytes]", redis.hgetall(answer))
        if content:
            redis.delete(answer)
            return frame_of(content)
        time.sleep(0.05)
    return None


def answer_stills(camera_id: int, frame: EncodedFrame) -> None:
    """Hand a picture to everybody who waits for one."""
    redis = redis_client()
    while answer := cast("bytes | None", redis.lpop(keys.stills(camera_id))):
        redis.hset(answer.decode(), mapping={"jpeg": frame.jpeg, "at": f"{frame.taken_at:.6f}"})
        redis.expire(answer.decode(), 10)


def forget(camera_id: int) -> None:
    """Remove what Redis holds of a camera."""
    redis_client().delete(*keys.all_of(camera_id))


def frame_of(fields: dict[bytes, bytes]) -> EncodedFrame:
    """An entry of the stream as a frame."""
    return EncodedFrame(fields[b"jpeg"], float(fields[b"at"]), fields.get(b"grey") == b"1")
