"""Reads a camera's status: what its owner wrote last, if its lease still holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from redis.exceptions import RedisError

from cameras import keys
from cameras.models import Camera
from core.redis_client import redis_client

OFF, STARTING, LIVE, OFFLINE = "off", "starting", "live", "offline"


@dataclass(frozen=True)
class Status:
    """What can be said of a camera now; sides in pixels of what the source gives."""

    state: str
    reason: str = ""
    """A code of cameras.web.offline_reasons."""
    width: int | None = None
    height: int | None = None
    fps: float = 0.0
    viewers: int = 0
    last_frame_at: datetime | None = None
    motion: bool = False
    certificate: str = ""
    """SHA-256 of the certificate that is the reason."""


def status_of(camera: Camera) -> Status:
    """The status of one camera."""
    return statuses_of([camera])[0]


def statuses_of(cameras: Iterable[Camera]) -> list[Status]:
    """The status of each camera, in one round trip; without Redis all that are on are offline."""
    cameras = list(cameras)
    try:
        with redis_client().pipeline(transaction=False) as pipeline:
            for camera in cameras:
                pipeline.hgetall(keys.status(camera.pk))
                pipeline.hgetall(keys.viewers(camera.pk))
                pipeline.exists(keys.lease(camera.pk))
                pipeline.exists(keys.grace(camera.pk))
            pipeline.time()
            *answers, (now, _microseconds) = pipeline.execute()
    except RedisError:
        return [Status(OFFLINE if camera.is_on else OFF, "failed") for camera in cameras]
    groups = zip(cameras, *(answers[start::4] for start in range(4)), strict=True)
    return [
        _status(camera, _texts(fields), _viewers(_texts(counts), now), bool(owned), bool(switched))
        for camera, fields, counts, owned, switched in groups
    ]


def _status(
    camera: Camera, fields: dict[str, str], viewers: int, is_owned: bool, was_switched: bool
) -> Status:
    if fields.get("version") != str(camera.version):
        fields = {}  # an older capture wrote it, which is about to end
    state, reason = _state(fields, is_owned, was_switched) if camera.is_on else (OFF, "")
    last = float(fields.get("last_frame_at") or 0)
    return Status(
        state=state,
        reason=reason,
        width=int(fields.get("width") or 0) or None,
        height=int(fields.get("height") or 0) or None,
        fps=float(fields.get("fps") or 0) if state == LIVE else 0.0,
        viewers=viewers,
        last_frame_at=datetime.fromtimestamp(last, UTC) if last else None,
        motion=state == LIVE and fields.get("motion") == "1",
        certificate=fields.get("certificate", "") if state == OFFLINE else "",
    )


def _state(fields: dict[str, str], is_owned: bool, was_switched: bool) -> tuple[str, str]:
    """State and reason of a camera that is on.

    The lease tells whether what the owner wrote still holds, whatever clocks say.
    """
    state = fields.get("state", STARTING)
    if state == OFFLINE:
        return OFFLINE, fields.get("reason", "")
    if is_owned or (was_switched and not fields):
        return state, ""
    return OFFLINE, "crashed"


def _viewers(counts: dict[str, str], now: int) -> int:
    """The sum of `COUNT:EXPIRES` by web process, without those that have expired."""
    pairs = [text.partition(":") for text in counts.values()]
    return sum(int(count) for count, _colon, expires in pairs if int(expires) >= now)


def _texts(answer: dict[bytes, bytes]) -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in answer.items()}
