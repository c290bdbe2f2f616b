"""Watches a camera's shots for movement, and hands each event's best picture in to be kept."""

import logging
import time
from collections import deque
from dataclasses import asdict, dataclass

from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from cameras.areas import polygons
from cameras.buffer import Frame
from cameras.developing import Darkroom, Sighting
from cameras.models import Camera, Record
from cameras.pace import Pace
from cameras.records.handing_in import Waiting, hand_in
from cameras.sources.source import Shot
from core.tokens import new_key
from processing.headers import sniff
from processing.motion.boxes import Motion
from processing.motion.detector import LONG_SIDE_PX, Detector
from processing.motion.events import Event, EventSettings, EventWatcher
from processing.motion.settings import MotionSettings

logger = logging.getLogger(__name__)

_LOOKS_PER_S = 10.0
"""The detector is made for 5 to 15."""
_MAX_WAITING = 50
_TRY_AGAIN_AFTER_S = 5.0


@dataclass(frozen=True)
class _Over:
    """An event that has ended, under the key it is kept by, however often it is handed in."""

    key: str
    event: Event
    seen: Sighting


class Watch:
    """The movement before one camera: what moves at this moment, and the events it belongs to."""

    def __init__(self, camera: Camera, darkroom: Darkroom) -> None:
        self.seen = Sighting()
        self._camera = camera
        self._darkroom = darkroom
        ignored = (*polygons(camera.motion_masks), *polygons(camera.privacy_masks))
        self._detector = Detector(MotionSettings(camera.motion_threshold, ignored))
        self._events = EventWatcher(EventSettings(quiet_s=camera.motion_quiet_s))
        self._pace = Pace(min(_LOOKS_PER_S, camera.wanted_fps))
        self._waiting: deque[_Over] = deque(maxlen=_MAX_WAITING)
        self._try_at = 0.0
        self._preview = b""

    @property
    def is_event(self) -> bool:
        """Whether an event is going on."""
        return self._events.current is not None

    def look(self, shot: Shot, now: float) -> None:
        """Look at a shot, unless the last look was a moment ago; `now` is of a monotonic clock.

        Raises Offline where the shot cannot be decoded.
        """
        if not self._pace.is_due(now, watched=True):
            return
        small = self._darkroom.small_grey(shot, LONG_SIDE_PX)
        motion = self._detector.look(small)
        self.seen = Sighting(motion, small.shape[1], small.shape[0])
        self._note(self._events.feed(self._frame(shot, motion), shot.taken_at, motion))
        if self._waiting and now >= self._try_at:
            self._hand_in()

    def shown(self, preview: Frame) -> None:
        """A live picture was made: what led up to an event is found among them, at no cost."""
        self._preview = preview.jpeg

    def finish(self) -> None:
        """The camera has gone or is switched off: nothing moves, and what went on is over."""
        self._note(self._events.finish())
        self.seen = Sighting()
        if self._waiting:
            self._hand_in()

    def _frame(self, shot: Shot, motion: Motion) -> bytes:
        """The whole picture where it may be an event's best, else the live one if it is new."""
        preview, self._preview = self._preview, b""
        if motion.is_moving:
            is_wanted = self._events.wants(shot.taken_at, motion)
            return self._darkroom.still(shot).jpeg if is_wanted else b""
        return preview

    def _note(self, event: Event | None) -> None:
        if event is None:
            return
        if len(self._waiting) == _MAX_WAITING:
            logger.error("camera %s: the oldest waiting event is lost", self._camera.pk)
        seen = Sighting(event.best.motion, self.seen.width, self.seen.height)
        self._waiting.append(_Over(new_key(), event, seen))
        self._try_at = 0.0

    def _hand_in(self) -> None:
        """Have them kept, the oldest first; without Redis again later."""
        while self._waiting:
            over = self._waiting[0]
            before = over.event.before[-1].frame if over.event.before else b""
            try:
                hand_in(over.event.best.frame, self._told(over), over.key, before)
            except (RedisError, OperationalError) as error:
                logger.warning("camera %s: an event is kept later: %s", self._camera.pk, error)
                self._try_at = time.monotonic() + _TRY_AGAIN_AFTER_S
                return
            self._waiting.popleft()

    def _told(self, over: _Over) -> Waiting:
        """What is known of an event; its boxes in pixels of its picture."""
        best = over.event.best
        header = sniff(best.frame, settings.PICTURE_LIMITS)
        boxes = [asdict(box) for box in over.seen.boxes_in(header.width, header.height)]
        return Waiting(
            self._camera.pk,
            Record.Reason.MOTION.value,
            best.taken_at,
            ended_at=over.event.ended_at,
            score=round(best.motion.score, 2),
            boxes=boxes,
        )
