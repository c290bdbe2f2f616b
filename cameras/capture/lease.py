"""Lets one process at a time capture a camera, by the newest version of its row."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, cast

from redis.commands.core import Script

from cameras import keys
from cameras.live.frame_buffer import FRAMES_TTL_S, MAX_FRAMES, EncodedFrame
from core.redis_client import redis_client

LEASE_MS = 7_500
"""Longer than a source blocks as a rule: 3 s to open it and 3 s for its first picture."""


class LeaseLost(Exception):
    """Another process owns this camera now, its row has changed, or it is switched off."""


class LeaseRefusal(Enum):
    """The reason that a lease was refused."""

    OWNED = "owned"
    FULL = "full"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class Demand:
    """What viewers and requests need of a capture at this moment."""

    viewers: int
    needs_frames: bool
    """There is a viewer, or a request for a fresh snapshot."""
    needs_still: bool
    """A request waits for a picture at full size."""


_TAKE = """
-- Takes a free lease if the worker has places left; the leases of all cameras follow KEYS[3].
if redis.call('EXISTS', KEYS[1]) == 1 then return 'owned' end
local desired = redis.call('GET', KEYS[3]) or '0'
if tonumber(desired:match('^%d+')) > tonumber(ARGV[5]) then return 'outdated' end
local held = 0
for i = 4, #KEYS do
  local token = redis.call('GET', KEYS[i])
  if token and token:sub(1, #ARGV[2]) == ARGV[2] then held = held + 1 end
end
if held >= tonumber(ARGV[3]) then return 'full' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
return redis.call('INCR', KEYS[2])
"""

_TOUCH = """
-- Renews the lease, writes the status, perhaps adds a frame, and returns the demand.
-- A lease that merely expired is taken again where the fence, KEYS[7], shows that nobody took or
-- ended it meanwhile. Refused where KEYS[8] holds a later version of the row.
local owner = redis.call('GET', KEYS[1])
if owner ~= ARGV[1] and (owner or redis.call('GET', KEYS[7]) ~= ARGV[8]) then
  return {0, 0, 0, 0}
end
local desired = redis.call('GET', KEYS[8]) or '0'
if tonumber(desired:match('^%d+')) > tonumber(ARGV[9]) then return {0, 0, 0, 0} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if ARGV[3] ~= '' then
  redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[5], '*', 'jpeg', ARGV[3], 'at', ARGV[4],
    'grey', ARGV[7], 'version', ARGV[10])
  redis.call('EXPIRE', KEYS[2], ARGV[6])
end
if #ARGV > 10 then redis.call('HSET', KEYS[3], 'version', ARGV[9]) end
for i = 11, #ARGV, 2 do redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
local now = tonumber(redis.call('TIME')[1])
local viewers = 0
local counts = redis.call('HGETALL', KEYS[4])
for i = 1, #counts, 2 do
  local count, expires = counts[i + 1]:match('(%d+):(%d+)')
  if tonumber(expires) < now then
    redis.call('HDEL', KEYS[4], counts[i])
  else
    viewers = viewers + tonumber(count)
  end
end
return {1, viewers, redis.call('EXISTS', KEYS[5]), redis.call('EXISTS', KEYS[6])}
"""

_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end"


def _run(text: str, names: list[str], arguments: list[Any]) -> Any:
    return _script(text)(keys=names, args=arguments, client=redis_client())


@lru_cache(maxsize=3)
def _script(text: str) -> Script:
    return redis_client().register_script(text)


def take_lease(
    camera_id: int, holder: str, places: int, camera_ids: Iterable[int] = (), *, version: int = 1
) -> "Lease | LeaseRefusal":
    """Become the one process that captures a camera, by a `version` of its row.

    `holder` names the worker whose child this is; of the cameras `camera_ids` it may capture as
    many as it has `places`.
    """
    prefix = f"{holder} "
    token = f"{prefix}{os.getpid()} {version} {secrets.token_hex(8)}"
    of_camera = (keys.lease, keys.fence, keys.desired)
    names = [*(name(camera_id) for name in of_camera), *map(keys.lease, camera_ids)]
    answer = _run(_TAKE, names, [token, prefix, places, LEASE_MS, version])
    if isinstance(answer, int):
        return Lease(camera_id, token, answer, version)
    return LeaseRefusal(answer.decode())


def leased_version(camera_id: int) -> int | None:
    """The version of its row by which a camera is captured now; None where it is not."""
    token = cast("bytes | None", redis_client().get(keys.lease(camera_id)))
    return None if token is None else int(token.split()[-2])


def drop_lease(camera_id: int) -> None:
    """Take the lease from whoever captures a camera: that capture ends at its next beat."""
    redis = redis_client()
    redis.delete(keys.lease(camera_id), keys.capture_requested(camera_id))
    redis.incr(keys.fence(camera_id))


@dataclass(frozen=True)
class Lease:
    """The right to publish a camera's frames: Redis compares `token` and `fence` at each write."""

    camera_id: int
    token: str
    fence: int
    version: int

    def beat(self, **status: str | float) -> Demand:
        """Renew, and update the status. Raises LeaseLost."""
        return self._touch(None, status)

    def publish(self, frame: EncodedFrame, **status: str | float) -> Demand:
        """Add a frame, renew, and update the status. Raises LeaseLost."""
        return self._touch(frame, status)

    def release(self) -> None:
        """Give up the lease, so that another process may take the camera at once."""
        _run(_RELEASE, [keys.lease(self.camera_id)], [self.token])

    def _touch(self, frame: EncodedFrame | None, status: dict[str, str | float]) -> Demand:
        kinds = (
            keys.lease,
            keys.frames,
            keys.status,
            keys.viewers,
            keys.frame_requested,
            keys.stills,
            keys.fence,
            keys.desired,
        )
        fields: list[Any] = [part for pair in status.items() for part in pair]
        jpeg, at, grey = (frame.jpeg, frame.taken_at, frame.is_grey) if frame else (b"", 0.0, False)
        buffer = [jpeg, f"{at:.6f}", MAX_FRAMES, FRAMES_TTL_S, int(grey)]
        made_by = frame.version if frame else 0
        fixed = [self.token, LEASE_MS, *buffer, self.fence, self.version, made_by]
        names = [kind(self.camera_id) for kind in kinds]
        is_owner, viewers, requested, stills = _run(_TOUCH, names, [*fixed, *fields])
        if not is_owner:
            raise LeaseLost("another process owns it, its row has changed, or it is switched off")
        return Demand(viewers, bool(viewers or requested), bool(stills))
