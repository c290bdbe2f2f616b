"""The newest frames of each camera in Redis, written by the one process that holds its lease."""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from redis.commands.core import Script

from cameras import keys
from gazokako.redis_client import redis_client

LEASE_MS = 6_000
KEPT_FRAMES = 8
FRAMES_LIVE_S = 86_400
VIEWER_LIVES_S = 4
WANTED_FOR_MS = 3_000


class LeaseLost(Exception):
    """Another process owns this camera now, or it is to be captured no more."""


@dataclass(frozen=True)
class Frame:
    """One encoded picture: a JPEG and when it was taken, seconds since the epoch."""

    jpeg: bytes
    taken_at: float


@dataclass(frozen=True)
class Demand:
    """What is wanted of a capture at this moment."""

    viewers: int
    is_wanted: bool
    """Somebody watches, or asked for a fresh snapshot."""
    has_stills: bool
    """Somebody waits for a picture at full size."""


_TOUCH = """
-- Renews the lease, tells the status, perhaps adds a frame, and answers what is wanted.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {0, 0, 0, 0} end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if ARGV[3] ~= '' then
  redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[5], '*', 'jpeg', ARGV[3], 'at', ARGV[4])
  redis.call('EXPIRE', KEYS[2], ARGV[6])
end
for i = 7, #ARGV, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
local now = tonumber(redis.call('TIME')[1])
local viewers = 0
local seats = redis.call('HGETALL', KEYS[4])
for i = 1, #seats, 2 do
  local count, expires = seats[i + 1]:match('(%d+):(%d+)')
  if tonumber(expires) < now then
    redis.call('HDEL', KEYS[4], seats[i])
  else
    viewers = viewers + tonumber(count)
  end
end
return {1, viewers, redis.call('EXISTS', KEYS[5]), redis.call('EXISTS', KEYS[6])}
"""

_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end"


@lru_cache(maxsize=2)
def _script(text: str) -> Script:
    return redis_client().register_script(text)


def take_lease(camera_id: int, holder: str) -> "Lease | None":
    """Become the one process that captures a camera; None where there is one already.

    `holder` names the worker whose child this is.
    """
    token = f"{holder} {secrets.token_hex(8)}"
    if not redis_client().set(keys.lease(camera_id), token, nx=True, px=LEASE_MS):
        return None
    return Lease(camera_id, token)


def held_by(holder: str, camera_ids: Iterable[int]) -> int:
    """How many of these cameras a worker's children capture."""
    names = [keys.lease(camera_id) for camera_id in camera_ids]
    tokens = cast("list[bytes | None]", redis_client().mget(names)) if names else []
    return sum((token or b"").startswith(f"{holder} ".encode()) for token in tokens)


def drop_lease(camera_id: int) -> None:
    """Fence out whoever captures a camera: it ends at its next beat."""
    redis_client().delete(keys.lease(camera_id), keys.asked(camera_id))


@dataclass(frozen=True)
class Lease:
    """The right to publish a camera's frames. The token fences: Redis compares it at each write."""

    camera_id: int
    token: str

    def beat(self, **status: str | float) -> Demand:
        """Renew, and update the status. Raises LeaseLost."""
        return self._touch(b"", 0.0, status)

    def publish(self, frame: Frame, **status: str | float) -> Demand:
        """Add a frame, renew, and update the status. Raises LeaseLost."""
        return self._touch(frame.jpeg, frame.taken_at, status)

    def release(self) -> None:
        """Let another process have the camera at once."""
        _script(_RELEASE)(keys=[keys.lease(self.camera_id)], args=[self.token])

    def _touch(self, jpeg: bytes, at: float, status: dict[str, str | float]) -> Demand:
        names = (keys.lease, keys.frames, keys.status, keys.viewers, keys.wanted, keys.stills)
        told: list[Any] = [part for pair in status.items() for part in pair]
        is_owner, viewers, wanted, stills = _script(_TOUCH)(
            keys=[name(self.camera_id) for name in names],
            args=[self.token, LEASE_MS, jpeg, f"{at:.6f}", KEPT_FRAMES, FRAMES_LIVE_S, *told],
        )
        if not is_owner:
            raise LeaseLost
        return Demand(viewers, bool(viewers or wanted), bool(stills))


def newest_frame(camera_id: int) -> Frame | None:
    """The last frame that was published, however old it is."""
    entries = cast("list[Any]", redis_client().xrevrange(keys.frames(camera_id), count=1))
    return frame_of(entries[0][1]) if entries else None


def fresh_frame(camera_id: int, timeout_s: float, max_age_s: float = 1.0) -> Frame | None:
    """A frame taken at most `max_age_s` ago; where there is none, the next one within the time-out.

    Nobody else needs to watch: asking makes the capture publish.
    """
    redis = redis_client()
    redis.set(keys.wanted(camera_id), 1, px=WANTED_FOR_MS)
    deadline = time.monotonic() + timeout_s
    since = time.time() - max_age_s
    while True:
        frame = newest_frame(camera_id)
        if frame is not None and frame.taken_at >= since:
            return frame
        if time.monotonic() >= deadline:
            return None
        time.sleep(0.05)


def ask_for_still(camera_id: int, timeout_s: float) -> Frame | None:
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


def answer_stills(camera_id: int, frame: Frame) -> None:
    """Hand a picture to everybody who waits for one."""
    redis = redis_client()
    while answer := cast("bytes | None", redis.lpop(keys.stills(camera_id))):
        redis.hset(answer.decode(), mapping={"jpeg": frame.jpeg, "at": f"{frame.taken_at:.6f}"})
        redis.expire(answer.decode(), 10)


def forget(camera_id: int, *, status: bool = True) -> None:
    """Remove what Redis holds of a camera."""
    names = keys.all_of(camera_id) if status else [keys.frames(camera_id)]
    redis_client().delete(*names)


def frame_of(fields: dict[bytes, bytes]) -> Frame:
    """An entry of the stream as a frame."""
    return Frame(fields[b"jpeg"], float(fields[b"at"]))
