"""Watches a camera's frames for motion, and queues each event's best picture for recording."""

import logging
import time
from collections import deque
from dataclasses import asdict, dataclass

from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from cameras.areas import polygons
from cameras.capture.frame_renderer import FrameRenderer, MotionSnapshot
from cameras.capture.pace import Pace
from cameras.ingest.record_queue import RecordDetails, enqueue
from cameras.live.frame_buffer import EncodedFrame
from cameras.models import Camera
from cameras.recording_reason import RecordingReason
from cameras.sources.source import RawFrame
from core.tokens import new_key
from processing.headers import sniff
from processing.motion.detector import LONG_SIDE_PX, Detector
from processing.motion.events import Event, EventSettings, EventWatcher
from processing.motion.motion import Motion
from processing.motion.settings import MotionSettings

logger = logging.getLogger(__name__)

_LOOKS_PER_S = 10.0
"""The detector is made for 5 to 15."""
_MAX_WAITING = 50
_TRY_AGAIN_AFTER_S = 5.0


@dataclass(frozen=True)
class _EndedEvent:
    """An event that has ended; its key is the same however often it is queued."""

    key: str
    event: Event
    seen: MotionSnapshot


class MotionWatch:
    """What moves in one camera's newest frame, and the event it belongs to."""

    def __init__(self, camera: Camera, renderer: FrameRenderer) -> None:
        self.seen = MotionSnapshot()
        self._camera = camera
        self._renderer = renderer
        ignored = (*polygons(camera.motion_masks), *polygons(camera.privacy_masks))
        self._detector = Detector(MotionSettings(camera.motion_threshold, ignored))
        self._events = EventWatcher(EventSettings(quiet_s=camera.motion_quiet_s))
        self._pace = Pace(min(_LOOKS_PER_S, camera.wanted_fps))
        self._waiting: deque[_EndedEvent] = deque(maxlen=_MAX_WAITING)
        self._try_at = 0.0
        self._preview = b""

    @property
    def is_event(self) -> bool:
        """Whether an event is going on."""
        return self._events.current is not None

    def look(self, raw_frame: RawFrame, now: float) -> None:
        """Look at a frame, ten times a second at most; `now` is of a monotonic clock.

        Raises Offline where the frame cannot be decoded.
        """
        if not self._pace.is_due(now, watched=True):
            return
        small = self._renderer.small_grey(raw_frame, LONG_SIDE_PX)
        motion = self._detector.look(small)
        self.seen = MotionSnapshot(motion, small.shape[1], small.shape[0])
        self._note(self._events.feed(self._frame(raw_frame, motion), raw_frame.taken_at, motion))
        if self._waiting and now >= self._try_at:
            self._enqueue_waiting()

    def shown(self, preview: EncodedFrame) -> None:
        """A live picture was made: what led up to an event is found among them, at no cost."""
        self._preview = preview.jpeg

    def finish(self) -> None:
        """The source is offline or the capture ends: end the event, and queue what waits."""
        self._note(self._events.finish())
        self.seen = MotionSnapshot()
        if self._waiting:
            self._enqueue_waiting()

    def _frame(self, raw_frame: RawFrame, motion: Motion) -> bytes:
        """The whole picture where it may be an event's best, else the live one if it is new."""
        preview, self._preview = self._preview, b""
        if motion.is_moving:
            may_be_best = self._events.wants(raw_frame.taken_at, motion)
            return self._renderer.still(raw_frame).jpeg if may_be_best else b""
        return preview

    def _note(self, event: Event | None) -> None:
        if event is None:
            return
        if len(self._waiting) == _MAX_WAITING:
            logger.error("camera %s: the oldest waiting event is lost", self._camera.pk)
        seen = MotionSnapshot(event.best.motion, self.seen.width, self.seen.height)
        self._waiting.append(_EndedEvent(new_key(), event, seen))
        self._try_at = 0.0

    def _enqueue_waiting(self) -> None:
        """Queue the events that wait, the oldest first; without Redis try again later."""
        while self._waiting:
            over = self._waiting[0]
            before = over.event.before[-1].frame if over.event.before else b""
            try:
                enqueue(over.event.best.frame, self._details(over), over.key, before)
            except (RedisError, OperationalError) as error:
                logger.warning("camera %s: an event is kept later: %s", self._camera.pk, error)
                self._try_at = time.monotonic() + _TRY_AGAIN_AFTER_S
                return
            self._waiting.popleft()

    def _details(self, over: _EndedEvent) -> RecordDetails:
        """What is known of an event; its boxes in pixels of its picture."""
        best = over.event.best
        header = sniff(best.frame, settings.PICTURE_LIMITS)
        boxes = [asdict(box) for box in over.seen.boxes_in(header.width, header.height)]
        return RecordDetails(
            self._camera.pk,
            RecordingReason.MOTION.value,
            best.taken_at,
            ended_at=over.event.ended_at,
            score=round(best.motion.score, 2),
            boxes=boxes,
            version=self._camera.version,
        )
