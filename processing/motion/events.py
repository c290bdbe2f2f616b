"""Tells which frames belong to one event, and keeps the best of them; times are passed in."""

from collections import deque
from dataclasses import dataclass, replace

from processing.motion.boxes import Motion
from processing.motion.settings import refuse_outside

_NEARLY_LARGEST = 0.8


@dataclass(frozen=True)
class EventSettings:
    """When an event begins and ends; seconds, and bytes of the frames kept from before it.

    It takes `min_moving_frames`, with fewer than that standing still between any two, to begin
    one. It ends when nothing has moved for `quiet_s`, and is cut in two after `max_event_s`.
    Raises InvalidMotionSettings.
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
class Shot:
    """One frame as it came, encoded; when it was taken, in seconds, and what moves in it."""

    frame: bytes
    taken_at: float
    motion: Motion


@dataclass(frozen=True)
class Event:
    """Movement from its first frame to its last, seconds as they were fed.

    `best` is the sharpest of the frames where nearly the most moves; `before` are the frames that
    led up to the first one, oldest first. Where `is_cut`, the next event goes on at once.
    """

    began_at: float
    ended_at: float
    moving_frames: int
    best: Shot
    before: tuple[Shot, ...]
    is_cut: bool = False


class EventWatcher:
    """Feed it every frame of one camera in order; a still one may come empty and is not kept.

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

    @property
    def current(self) -> Event | None:
        """The event that is going on, as it is so far; None while there is none."""
        return self._event if self._has_begun else None

    def wants(self, taken_at: float, motion: Motion) -> bool:
        """Whether a frame would become the best one of an event if it were fed next.

        Others may be fed empty, which saves the making of them.
        """
        if not motion.is_moving:
            return False
        shot = Shot(b"", taken_at, motion)
        event = self._event
        if event is None or self._was_nothing or self._is_quiet(event, shot) or self._is_long(shot):
            return True
        return self._better(event.best, shot, max(self._largest, motion.area_share)) is shot

    def feed(self, frame: bytes, taken_at: float, motion: Motion) -> Event | None:
        """Take in a frame; an event that this shows to be over is returned."""
        shot = Shot(frame, taken_at, motion)
        over = self._ended(shot)
        if motion.is_moving:
            self._take_in(shot, follows_cut=over is not None and over.is_cut)
        else:
            self._still_frames += 1
        if frame and not motion.is_moving:
            self._before.add(shot)
        self._last_fed_at = taken_at
        return over

    def finish(self) -> Event | None:
        """End what is going on: the camera has been switched off or has gone."""
        over, self._event = self.current, None
        return over

    @property
    def _has_begun(self) -> bool:
        if self._event is None:
            return False
        return self._follows_cut or self._event.moving_frames >= self._settings.min_moving_frames

    @property
    def _was_nothing(self) -> bool:
        """Whether what moved has come to rest before it was an event."""
        return not self._has_begun and self._still_frames >= self._settings.min_moving_frames

    def _ended(self, shot: Shot) -> Event | None:
        if self._event is None:
            return None
        if not self._has_begun:
            if self._was_nothing:
                self._event = None
            return None
        if self._is_quiet(self._event, shot):
            return self.finish()
        if shot.motion.is_moving and self._is_long(shot):
            over = self.finish()
            return over and replace(over, is_cut=True)
        return None

    def _is_quiet(self, event: Event, shot: Shot) -> bool:
        """A clock that was set back tells nothing of how long it has been quiet."""
        has_rested = shot.taken_at - event.ended_at >= self._settings.quiet_s
        return has_rested or shot.taken_at < self._last_fed_at

    def _is_long(self, shot: Shot) -> bool:
        return (
            self._event is not None
            and shot.taken_at - self._event.began_at >= self._settings.max_event_s
        )

    def _take_in(self, shot: Shot, *, follows_cut: bool) -> None:
        self._still_frames = 0
        if self._event is None:
            # What goes on needs not begin anew, and its first part holds what came before.
            self._follows_cut = follows_cut
            before = () if follows_cut else self._before.shots()
            self._event = Event(shot.taken_at, shot.taken_at, 1, shot, before)
            self._largest = shot.motion.area_share
            return
        self._largest = max(self._largest, shot.motion.area_share)
        self._event = replace(
            self._event,
            ended_at=shot.taken_at,
            moving_frames=self._event.moving_frames + 1,
            best=self._better(self._event.best, shot, self._largest),
        )

    def _better(self, best: Shot, shot: Shot, largest: float) -> Shot:
        """The sharper one, unless only one of them shows nearly the largest movement."""
        asked = _NEARLY_LARGEST * largest
        if shot.motion.area_share < asked:
            return best
        if best.motion.area_share < asked:
            return shot
        return max(best, shot, key=lambda each: each.motion.sharpness)


class _Ring:
    """The newest frames, bounded in seconds and in bytes."""

    def __init__(self, max_s: float, max_bytes: int) -> None:
        self._max_s, self._max_bytes = max_s, max_bytes
        self._shots: deque[Shot] = deque()
        self._bytes = 0

    def add(self, shot: Shot) -> None:
        self._shots.append(shot)
        self._bytes += len(shot.frame)
        while self._shots and (self._bytes > self._max_bytes or self._is_old(shot)):
            self._bytes -= len(self._shots.popleft().frame)

    def shots(self) -> tuple[Shot, ...]:
        return tuple(self._shots)

    def _is_old(self, newest: Shot) -> bool:
        return not 0 <= newest.taken_at - self._shots[0].taken_at <= self._max_s
