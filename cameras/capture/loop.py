"""Captures one camera: reads its source, publishes its frames, waits while it is offline."""

import logging
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import connection
from redis.exceptions import RedisError

from cameras.capture import watchdog
from cameras.capture.crash_back_off import note_end, note_start
from cameras.capture.event_sender import EventSender
from cameras.capture.frame_renderer import FrameRenderer
from cameras.capture.lease import Lease, LeaseLost, LeaseRefusal, take_lease
from cameras.capture.motion_watch import MotionWatch
from cameras.capture.pace import Pace
from cameras.capture.places import is_place_wanted, pause_without_place, want_place
from cameras.capture.power import switch
from cameras.capture.reconnect_back_off import ReconnectBackOff
from cameras.capture.status_writer import StatusWriter
from cameras.models import Camera
from cameras.sources.bad_frames import BadFrames
from cameras.sources.kinds import opened
from cameras.sources.source import BadFrame, CaptureOptions, ClipEnded, Offline, RawFrame

logger = logging.getLogger(__name__)

_NAP_S, _LAST_EVENTS_WITHIN_S = 0.2, 2.0
_KEEPS_PLACE_FOR_S = 10.0
"""A camera that lost its connection keeps its place for so long, if another waits for one."""


class PlaceGivenUp(LeaseLost):
    """The camera delivers nothing, and another one waits for a place."""


def capture(camera_id: int, worker: str) -> None:
    """Capture until the camera is switched off, changed, removed, or owned by another process."""
    camera = Camera.objects.filter(pk=camera_id, is_on=True).first()
    if camera is None:
        return
    everyone = Camera.objects.values_list("pk", flat=True)
    places = settings.CAMERAS_PER_PROCESS
    lease = take_lease(camera_id, worker, places, everyone, version=camera.version)
    if lease is LeaseRefusal.FULL:
        StatusWriter.write_unowned(camera, "no_place")
        want_place()
    if isinstance(lease, LeaseRefusal):
        return
    connection.close()  # hours may pass before the database is needed again
    with _ending(lease), watchdog.running():
        Capture(camera, lease).run(starts=note_start(camera_id))


@contextmanager
def _ending(lease: Lease) -> Iterator[None]:
    """Give the camera back on leaving; a capture that ends in good order may begin anew at once."""
    logger.info("camera %s: capture begins", lease.camera_id)
    try:
        yield
    except LeaseLost as reason:
        logger.info("camera %s: capture ends: %s", lease.camera_id, reason)
        _end_well(lease)
        if isinstance(reason, PlaceGivenUp):
            with suppress(RedisError):
                pause_without_place(lease.camera_id)
    except SystemExit:  # Celery raises it where a worker is asked to stop
        logger.info("camera %s: capture ends with its worker", lease.camera_id)
        _end_well(lease)
        raise
    except Exception:
        with suppress(LeaseLost):
            StatusWriter(lease).offline("failed")
        raise
    finally:
        with suppress(RedisError):  # it expires by itself
            lease.release()


def _end_well(lease: Lease) -> None:
    with suppress(RedisError):
        note_end(lease.camera_id)


class Capture:
    """The capture of one camera that this process owns."""

    def __init__(self, camera: Camera, lease: Lease) -> None:
        self._camera = camera
        self._report = StatusWriter(lease)
        self._renderer = FrameRenderer(camera)
        self._watch = MotionWatch(camera, self._renderer, EventSender()) if camera.motion else None
        self._pace = Pace(camera.wanted_fps)
        self._bad_frames = BadFrames()
        self._wanted = CaptureOptions(
            camera.width,
            camera.height,
            camera.wanted_fps,
            camera.plays_once,
            camera.certificate,
        )
        self._logged = ""
        self._delivered_at = -math.inf

    def run(self, starts: int) -> None:
        """Read the source again and again, with ever longer pauses while it is away.

        `starts` tells how many captures in a row have crashed, this one counted. Raises LeaseLost.
        """
        if starts > 1:
            self._report.offline("crashed")
        else:
            self._report.starting()
        try:
            self._read(ReconnectBackOff())
        finally:
            self._stop_watching()
            if self._watch is not None:
                self._watch.drain(_LAST_EVENTS_WITHIN_S)

    def _read(self, back_off: ReconnectBackOff) -> None:
        while True:
            watchdog.feed()
            try:
                with opened(self._camera.source, self._wanted, self._camera.pk) as source:
                    for raw_frame in source.frames():
                        watchdog.feed()
                        try:
                            self._take(raw_frame)
                        except BadFrame as bad:
                            self._bad_frames.came(bad)
                            continue
                        if raw_frame is not None:
                            back_off.reset()
                            self._logged = ""
            except ClipEnded:
                switch(self._camera, on=False)
                raise LeaseLost("its clip has ended") from None
            except Offline as offline:
                self._wait(offline, back_off.next_s())

    def _take(self, raw_frame: RawFrame | None) -> None:
        now = time.monotonic()
        if raw_frame is not None:
            self._delivered_at = now
            self._report.seen(raw_frame)
            self._look(raw_frame, now)
            is_watched = self._report.demand.needs_frames
            if (is_watched or raw_frame.is_key) and self._pace.is_due(now, watched=is_watched):
                self._show(raw_frame)
            if self._report.demand.needs_still:
                self._report.answer_stills(self._renderer.still(raw_frame))
        self._report.beat_if_due(now)

    def _look(self, raw_frame: RawFrame, now: float) -> None:
        """Look for movement, where that is wanted."""
        if self._watch is not None:
            self._watch.look(raw_frame, now)
            self._report.moving(self._watch.is_event)

    def _show(self, raw_frame: RawFrame) -> None:
        """Make the live picture, for viewers and for what led up to an event."""
        seen = self._watch.seen_in(raw_frame) if self._watch is not None else None
        preview = self._renderer.preview(raw_frame, seen)
        self._bad_frames.end()
        self._report.publish(preview)
        if self._watch is not None:
            self._watch.shown(preview)

    def _stop_watching(self) -> None:
        """End the event that is going on, since no frame will say how it goes on."""
        if self._watch is not None:
            self._watch.finish()

    def _wait(self, offline: Offline, pause_s: float) -> None:
        """Say why there is nothing, and stay the owner until the next try."""
        watchdog.feed()
        pause_s = pause_s if offline.retry_in_s is None else offline.retry_in_s
        if self._logged != offline.code:
            logger.warning("camera %s is offline: %s", self._camera.pk, offline)
            self._logged = offline.code
        self._stop_watching()
        until = time.monotonic() + pause_s
        self._report.offline(offline.code, offline.certificate)
        while time.monotonic() < until:
            watchdog.feed()
            time.sleep(_NAP_S)
            self._report.beat_if_due(time.monotonic())
            self._give_way()

    def _give_way(self) -> None:
        """Raise PlaceGivenUp where nothing came lately and another camera waits for a place."""
        if time.monotonic() - self._delivered_at >= _KEEPS_PLACE_FOR_S and is_place_wanted():
            raise PlaceGivenUp("it delivers nothing, and another camera waits for its place")
