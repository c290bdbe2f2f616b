"""Mirrors a camera's row in Redis: its version, and whether it is on.

Captures and the live view compare it with the version of their frames; they do not ask the
database. Web processes write it when they change a row, the supervisor every few seconds, with
the time at which it read the row. If a web process cannot write, because Redis is away, readers
who noticed that Redis was away wait for a mirror of a later time.
"""

from dataclasses import dataclass
from typing import cast

from cameras import keys
from cameras.models import Camera
from core.redis_client import redis_client

_TTL_MS = 60_000

_MIRROR = """
-- Sets KEYS[1] to the row's version, power and time of reading, unless a later version is there.
local there = redis.call('GET', KEYS[1]) or '0'
if tonumber(there:match('^%d+')) > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3], 'PX', ARGV[4])
return 1
"""


@dataclass(frozen=True)
class Desired:
    """What was mirrored of a row; `read_at_us` is Redis' time, 0 where the row was not read."""

    version: int
    is_on: bool
    read_at_us: int

    def ends(self, version: int) -> bool:
        """Whether frames of a version are not to be shown any more."""
        return self.version > version or (self.version == version and not self.is_on)


def redis_time_us() -> int:
    """Microseconds since the epoch by Redis' clock. Raises RedisError."""
    seconds, microseconds = redis_client().time()
    return int(seconds) * 1_000_000 + int(microseconds)


def mirror(camera: Camera, read_at_us: int = 0) -> bool:
    """Mirror a row as it is known here; `read_at_us` is a Redis time from before it was read.

    Returns False, and writes nothing, where a later version is mirrored. Raises RedisError.
    """
    power = "on" if camera.is_on else "off"
    arguments = (str(camera.version), power, str(read_at_us), str(_TTL_MS))
    return bool(redis_client().eval(_MIRROR, 1, keys.desired(camera.pk), *arguments))


def mirror_removed(camera_id: int, version: int) -> None:
    """Mirror that the row was deleted, at this version. Raises RedisError."""
    value = f"{version + 1} off 0"
    redis_client().set(keys.desired(camera_id), value, px=_TTL_MS)


def parse(value: bytes) -> Desired | None:
    """What a key `desired` holds; None where there is none."""
    if not value:
        return None
    version, power, read_at_us = value.split()
    return Desired(int(version), power == b"on", int(read_at_us))


def desired_of(camera_id: int) -> Desired | None:
    """What is mirrored of a camera's row now. Raises RedisError."""
    return parse(cast("bytes | None", redis_client().get(keys.desired(camera_id))) or b"")
