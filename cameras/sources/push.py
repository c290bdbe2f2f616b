"""Pictures that are sent to the site: an inbox in Redis between web and capture process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from cameras import keys
from cameras.sources.jpeg_shot import JpegShot
from cameras.sources.source import Offline, Wanted
from gazokako.redis_client import redis_client

INBOX_LENGTH = 4
INBOX_LIVES_S = 60
_LATELY_S = 10.0
_LOOK_EVERY_S = 0.05


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
        last = "0"
        since = time.monotonic()
        while time.monotonic() - since < _LATELY_S:
            entries = cast(
                "list[Any]", redis_client().xrevrange(keys.inbox(self.camera_id), count=1)
            )
            if entries and entries[0][0] != last:
                last, fields = entries[0]
                since = time.monotonic()
                yield JpegShot(float(fields[b"at"]), fields[b"jpeg"])
            else:
                time.sleep(_LOOK_EVERY_S)
                yield None
        raise Offline("no_frames_pushed")


@contextmanager
def opened(value: str, _wanted: Wanted) -> Iterator[PushSource]:
    """Look into the inbox of the camera whose row's id is `value`."""
    yield PushSource(int(value))
