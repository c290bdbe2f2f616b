"""Writes a camera's frames and status to Redis, and reads the demand for frames."""

import logging
import time

from redis.exceptions import RedisError

from cameras import keys
from cameras.capture.frame_renderer import greyed
from cameras.capture.lease import Demand, Lease
from cameras.live.frame_buffer import EncodedFrame, newest_frame
from cameras.live.frame_requests import answer_stills
from cameras.live.status_reader import LIVE, OFFLINE, STARTING
from cameras.metrics import FRAMES
from cameras.models import Camera
from cameras.sources.source import RawFrame
from core.counters import count
from core.redis_client import redis_client

logger = logging.getLogger(__name__)

_BEAT_EVERY_S = 0.25
_FPS_OVER_S = 2.0

_NOBODY = Demand(0, False, False)


class StatusWriter:
    """Writes frames and status for the process that owns a camera.

    While Redis is away, frames are dropped and the newest status is kept until it is back. Every
    method that writes raises LeaseLost where this process may not write any more.
    """

    def __init__(self, lease: Lease) -> None:
        self.demand = _NOBODY
        self._lease = lease
        self._fields: dict[str, str | float] = {}
        self._beat_at = 0.0
        self._counted_from = time.monotonic()
        self._counted = 0
        self._is_away = False
        self._has_written_size = False

    @staticmethod
    def write_unowned(camera: Camera, code: str) -> None:
        """Write why no process owns a camera that is on."""
        fields = {"state": OFFLINE, "reason": code, "version": str(camera.version)}
        redis_client().hset(keys.status(camera.pk), mapping=fields)  # type: ignore[arg-type]

    def starting(self) -> None:
        """Write the state `starting`: the source is being opened."""
        self._write(None, state=STARTING, reason="", motion=0)

    def seen(self, raw_frame: RawFrame) -> None:
        """Note that the source gave a frame, whether or not it is published."""
        self._counted += 1
        over_s = time.monotonic() - self._counted_from
        self._fields |= {
            "state": LIVE,
            "reason": "",
            "greyed": 0,
            "last_frame_at": raw_frame.taken_at,
        }
        if over_s >= _FPS_OVER_S or not self._has_written_size:
            size = raw_frame.size()
            self._fields |= {"width": size.width, "height": size.height}
            self._has_written_size = True
        if over_s >= _FPS_OVER_S:
            self._fields["fps"] = round(self._counted / over_s, 1)
            count(FRAMES, str(self._lease.camera_id), amount=self._counted)
            self._counted, self._counted_from = 0, time.monotonic()

    def moving(self, is_moving: bool) -> None:
        """Note for the next status whether a motion event is going on."""
        self._fields["motion"] = int(is_moving)

    def publish(self, frame: EncodedFrame) -> None:
        """Add a frame for the viewers."""
        self._write(frame)

    def answer_stills(self, frame: EncodedFrame) -> None:
        """Hand a picture to every request that waits for one."""
        try:
            answer_stills(self._lease.camera_id, frame)
        except RedisError as error:
            self._note_absence(error)

    def offline(self, code: str, certificate: str = "") -> None:
        """The source gives nothing; its last frame stays to be seen, in grey and marked.

        `certificate` is the one that was not accepted: its SHA-256.
        """
        stored = self._stored()
        frame = None
        if stored.get(b"greyed") != b"1" and (last := self._last_frame()) is not None:
            taken = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(last.taken_at))
            frame = greyed(last, f"OFFLINE since {taken} ({code})")
        self._write(
            frame, state=OFFLINE, reason=code, fps=0, motion=0, greyed=1, certificate=certificate
        )

    def beat_if_due(self, now: float) -> None:
        """Renew the lease and read the demand, four times a second."""
        if now - self._beat_at >= _BEAT_EVERY_S:
            self._write(None)

    def _write(self, frame: EncodedFrame | None, **status: str | float) -> None:
        self._beat_at = time.monotonic()
        self._fields |= status
        try:
            if frame is None:
                self.demand = self._lease.beat(**self._fields)
            else:
                self.demand = self._lease.publish(frame, **self._fields)
        except RedisError as error:
            self._note_absence(error)
            return
        self._fields = {}
        self._is_away = False

    def _note_absence(self, error: RedisError) -> None:
        if not self._is_away:
            logger.warning("camera %s goes on without Redis: %s", self._lease.camera_id, error)
        self._is_away = True
        self.demand = _NOBODY

    def _stored(self) -> dict[bytes, bytes]:
        try:
            return redis_client().hgetall(keys.status(self._lease.camera_id))  # type: ignore[return-value]
        except RedisError as error:
            self._note_absence(error)
            return {}

    def _last_frame(self) -> EncodedFrame | None:
        try:
            return newest_frame(self._lease.camera_id, self._lease.version)
        except RedisError as error:
            self._note_absence(error)
            return None
