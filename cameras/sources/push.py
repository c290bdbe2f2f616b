"""Pictures that are sent to the site: an inbox in Redis between web and capture process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, cast

from redis.exceptions import RedisError

from cameras import keys
from cameras.sources.jpeg_shot import JpegShot
from cameras.sources.source import Offline, Wanted
from gazokako.redis_client import redis_client

INBOX_LENGTH = 4
INBOX_LIVES_S = 60
LATELY_S = 10.0
_LOOK_EVERY_S = 0.05

Entry = tuple[bytes, dict[bytes, bytes]]
"""One entry of a Redis stream: its id and its fields."""


def hand_in(camera_id: int, content: bytes, taken_at: float) -> None:
    """Put a pushed picture where the capture process looks; older ones make way."""
    redis = redis_client()
    fields: dict[Any, Any] = {"jpeg": content, "at": f"{taken_at:.6f}"}
    redis.xadd(keys.inbox(camera_id), fields, maxlen=INBOX_LENGTH, approximate=False)
    redis.expire(keys.inbox(camera_id), INBOX_LIVES_S)


@dataclass(frozen=True)
class PushSource:
    """The inbox of one camera."""

    camera_id: int

    def shots(self) -> Iterator[JpegShot | None]:
        """What is handed in, the newest each time. Raises Offline after 10 s without any."""
        last = b"0"
        since = time.monotonic()
        while time.monotonic() - since < LATELY_S:
            newest = self._newest()
            if newest is not None and newest[0] != last:
                last, fields = newest
                since = time.monotonic()
                yield JpegShot(float(fields[b"at"]), fields[b"jpeg"])
            else:
                time.sleep(_LOOK_EVERY_S)
                yield None
        # Looking again costs nothing: the next picture is shown when it comes.
        raise Offline("no_frames_pushed", retry_in_s=0)

    def _newest(self) -> Entry | None:
        """The last entry if it came lately; none while Redis is away, as the capture notices."""
        with suppress(RedisError):
            redis = redis_client()
            entries = cast("list[Entry]", redis.xrevrange(keys.inbox(self.camera_id), count=1))
            if entries and _age_s(entries[0][0], redis.time()) < LATELY_S:
                return entries[0]
        return None


def _age_s(entry_id: bytes, now: tuple[int, int]) -> float:
    """How long ago Redis took an entry in, by its own clock."""
    return now[0] + now[1] / 1e6 - int(entry_id.partition(b"-")[0]) / 1000


@contextmanager
def opened(value: str, _wanted: Wanted) -> Iterator[PushSource]:
    """Look into the inbox of the camera whose row's id is `value`."""
    yield PushSource(int(value))
