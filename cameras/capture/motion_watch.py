"""Watches a camera's frames for motion, and queues each event's best picture for recording."""

import logging
from dataclasses import asdict

from django.conf import settings

from cameras.areas import polygons
from cameras.capture.event_sender import EventSender
from cameras.capture.frame_renderer import FrameRenderer, MotionSnapshot
from cameras.capture.pace import Pace
from cameras.ingest.recording_queue import RecordingDetails
from cameras.live.frame_buffer import EncodedFrame
from cameras.models import Camera
from cameras.recording_reason import RecordingReason
from cameras.sources.source import RawFrame
from processing.headers import sniff
from processing.motion.detector import LONG_SIDE_PX, Detector
from processing.motion.events import Event, EventSettings, EventWatcher
from processing.motion.motion import Motion
from processing.motion.settings import MotionSettings

logger = logging.getLogger(__name__)

_LOOKS_PER_S = 10.0
"""The detector is made for 1 to 15."""


class MotionWatch:
    """What moves in one camera's newest frame, and the event it belongs to."""

    def __init__(self, camera: Camera, renderer: FrameRenderer, sender: EventSender) -> None:
        self.seen = MotionSnapshot()
        self._camera = camera
        self._renderer = renderer
        ignored = (*polygons(camera.motion_masks), *polygons(camera.privacy_masks))
        self._detector = Detector(MotionSettings(camera.motion_threshold, ignored))
        self._events = EventWatcher(EventSettings(quiet_s=camera.motion_quiet_s))
        self._pace = Pace(min(_LOOKS_PER_S, camera.wanted_fps))
        self._sender = sender
        self._preview = b""
        self._looked_at = 0.0

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
        motion = self._detector.look(small, raw_frame.taken_at)
        self._looked_at = raw_frame.taken_at
        self.seen = MotionSnapshot(motion, small.shape[1], small.shape[0])
        self._note(self._events.feed(self._frame(raw_frame, motion), raw_frame.taken_at, motion))

    def seen_in(self, raw_frame: RawFrame) -> MotionSnapshot:
        """What moves, with boxes where it is in a frame that may come after the last look.

        Raises Offline where the frame cannot be decoded.
        """
        has_boxes = self._camera.draw_boxes and self.seen.motion.boxes
        if raw_frame.taken_at == self._looked_at or not has_boxes:
            return self.seen
        small = self._renderer.small_grey(raw_frame, LONG_SIDE_PX)
        motion = self._detector.place(small, self.seen.motion)
        return MotionSnapshot(motion, small.shape[1], small.shape[0])

    def shown(self, preview: EncodedFrame) -> None:
        """Keep a live picture, from which the one before the next event is chosen."""
        self._preview = preview.jpeg

    def finish(self) -> None:
        """End and queue the current event: the source is offline or the capture ends."""
        self._note(self._events.finish())
        self.seen = MotionSnapshot()

    def drain(self, within_s: float) -> None:
        """Give events that have ended the time to be queued."""
        if not self._sender.drain(within_s):
            logger.error("camera %s: events that could not be queued are lost", self._camera.pk)

    def _frame(self, raw_frame: RawFrame, motion: Motion) -> bytes:
        """The whole picture where it may be an event's best, else the live one if it is new."""
        preview, self._preview = self._preview, b""
        if motion.is_moving:
            may_be_best = self._events.wants(raw_frame.taken_at, motion)
            return self._renderer.still(raw_frame).jpeg if may_be_best else b""
        return preview

    def _note(self, event: Event | None) -> None:
        """Queue an event that has ended for recording."""
        if event is None:
            return
        before = event.before[-1].frame if event.before else b""
        self._sender.put(event.best.frame, self._details(event), before)

    def _details(self, event: Event) -> RecordingDetails:
        """What is known of an event; its boxes in pixels of its picture."""
        best = event.best
        seen = MotionSnapshot(best.motion, self.seen.width, self.seen.height)
        header = sniff(best.frame, settings.PICTURE_LIMITS)
        boxes = [asdict(box) for box in seen.boxes_in(header.width, header.height)]
        return RecordingDetails(
            self._camera.pk,
            RecordingReason.MOTION.value,
            best.taken_at,
            ended_at=event.ended_at,
            score=round(best.motion.score, 2),
            boxes=boxes,
            version=self._camera.version,
        )
