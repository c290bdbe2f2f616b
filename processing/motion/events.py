"""Gathers the frames that belong to one event, and keeps the best; times are passed in."""

from collections import deque
from dataclasses import dataclass, replace

from processing.motion.frame_pace import FramePace
from processing.motion.motion import Motion
from processing.motion.settings import refuse_outside

_NEARLY_LARGEST = 0.8


@dataclass(frozen=True)
class EventSettings:
    """When an event begins and ends; seconds, and bytes of the frames kept from before it.

    It takes `min_moving_frames`, with fewer than that standing still between any two, to begin one;
    two may do where less than seven come a second. It ends when nothing has moved for `quiet_s`,
    and is cut in two after `max_event_s`. Raises InvalidMotionSettings.
    """

    min_moving_frames: int = 4
    quiet_s: float = 2.0
    max_event_s: float = 60.0
    pre_capture_s: float = 2.0
    pre_capture_bytes: int = 2_000_000

    def __post_init__(self) -> None:
        refuse_outside("min_moving_frames", self.min_moving_frames, 1, 1000)
        refuse_outside("quiet_s", self.quiet_s, 0.1, 3600)
        refuse_outside("max_event_s", self.max_event_s, 1, 86_400)
        refuse_outside("pre_capture_s", self.pre_capture_s, 0, 60)
        refuse_outside("pre_capture_bytes", self.pre_capture_bytes, 0, 50_000_000)


@dataclass(frozen=True)
class EventFrame:
    """One frame as it came, encoded; when it was taken, in seconds, and what moves in it."""

    frame: bytes
    taken_at: float
    motion: Motion


@dataclass(frozen=True)
class Event:
    """Movement from its first frame to its last, times in the seconds passed to `feed`.

    `best` is the sharpest of the frames where nearly the most moves; `before` are the frames that
    led up to the first one, oldest first. Where `is_cut`, the next event goes on at once.
    """

    began_at: float
    ended_at: float
    moving_frames: int
    best: EventFrame
    before: tuple[EventFrame, ...]
    is_cut: bool = False


class EventWatcher:
    """Takes every frame of one camera in order; a still one may come empty and is not kept.

    It holds one best frame and, from before the event, frames of at most `pre_capture_bytes`;
    as many again are gathered for the next.
    """

    def __init__(self, settings: EventSettings | None = None) -> None:
        self._settings = settings or EventSettings()
        self._before = _Ring(self._settings.pre_capture_s, self._settings.pre_capture_bytes)
        self._event: Event | None = None
        self._follows_cut = False
        self._largest = 0.0
        self._still_frames = 0
        self._last_fed_at = float("-inf")
        self._pace = FramePace()

    @property
    def current(self) -> Event | None:
        """The event that is going on, as it is so far; None while there is none."""
        return self._event if self._has_begun else None

    def wants(self, taken_at: float, motion: Motion) -> bool:
        """Whether a frame would become the best one of an event if it were fed next.

        Others may be fed empty, which saves encoding them.
        """
        if not motion.is_moving:
            return False
        new = EventFrame(b"", taken_at, motion)
        event = self._event
        if event is None or self._came_to_rest or self._is_quiet(event, new) or self._is_long(new):
            return True
        return self._better(event.best, new, max(self._largest, motion.area_share)) is new

    def feed(self, frame: bytes, taken_at: float, motion: Motion) -> Event | None:
        """Take in a frame; returns the event that it shows to be over, if there is one."""
        new = EventFrame(frame, taken_at, motion)
        over = self._ended(new)
        if motion.is_moving:
            self._take_in(new, follows_cut=over is not None and over.is_cut)
        else:
            self._still_frames += 1
        if frame and not motion.is_moving:
            self._before.add(new)
        self._pace.add(taken_at)
        self._last_fed_at = taken_at
        return over

    def finish(self) -> Event | None:
        """End and return the event that is going on, if there is one: no more frames come."""
        over, self._event = self.current, None
        return over

    @property
    def _has_begun(self) -> bool:
        if self._event is None:
            return False
        return self._follows_cut or self._event.moving_frames >= self._asked_frames

    @property
    def _came_to_rest(self) -> bool:
        """Whether what moved came to rest before it counted as an event."""
        return not self._has_begun and self._still_frames >= self._asked_frames

    @property
    def _asked_frames(self) -> int:
        return self._pace.as_long_as(self._settings.min_moving_frames)

    def _ended(self, frame: EventFrame) -> Event | None:
        if self._event is None:
            return None
        if not self._has_begun:
            if self._came_to_rest:
                self._event = None
            return None
        if self._is_quiet(self._event, frame):
            return self.finish()
        if frame.motion.is_moving and self._is_long(frame):
            over = self.finish()
            return over and replace(over, is_cut=True)
        return None

    def _is_quiet(self, event: Event, frame: EventFrame) -> bool:
        """Whether nothing moved for `quiet_s`; a clock that was set back ends an event too."""
        has_rested = frame.taken_at - event.ended_at >= self._settings.quiet_s
        return has_rested or frame.taken_at < self._last_fed_at

    def _is_long(self, frame: EventFrame) -> bool:
        return (
            self._event is not None
            and frame.taken_at - self._event.began_at >= self._settings.max_event_s
        )

    def _take_in(self, frame: EventFrame, *, follows_cut: bool) -> None:
        self._still_frames = 0
        if self._event is None:
            # The part before a cut holds the frames that led up to the event.
            self._follows_cut = follows_cut
            before = () if follows_cut else self._before.frames()
            self._event = Event(frame.taken_at, frame.taken_at, 1, frame, before)
            self._largest = frame.motion.area_share
            return
        self._largest = max(self._largest, frame.motion.area_share)
        self._event = replace(
            self._event,
            ended_at=frame.taken_at,
            moving_frames=self._event.moving_frames + 1,
            best=self._better(self._event.best, frame, self._largest),
        )

    def _better(self, best: EventFrame, frame: EventFrame, largest: float) -> EventFrame:
        """The sharper one, unless only one of them shows nearly the largest movement."""
        asked = _NEARLY_LARGEST * largest
        if frame.motion.area_share < asked:
            return best
        if best.motion.area_share < asked:
            return frame
        return max(best, frame, key=lambda each: each.motion.sharpness)


class _Ring:
    """The newest frames, bounded in seconds and in bytes."""

    def __init__(self, max_s: float, max_bytes: int) -> None:
        self._max_s, self._max_bytes = max_s, max_bytes
        self._frames: deque[EventFrame] = deque()
        self._bytes = 0

    def add(self, frame: EventFrame) -> None:
        self._frames.append(frame)
        self._bytes += len(frame.frame)
        while self._frames and (self._bytes > self._max_bytes or self._is_old(frame)):
            self._bytes -= len(self._frames.popleft().frame)

    def frames(self) -> tuple[EventFrame, ...]:
        return tuple(self._frames)

    def _is_old(self, newest: EventFrame) -> bool:
        return not 0 <= newest.taken_at - self._frames[0].taken_at <= self._max_s
