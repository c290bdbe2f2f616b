"""When the next frame is due, and how long to leave a dead source alone."""

UNWATCHED_EVERY_S = 1.0
_EARLY_SHARE = 0.5
"""A source is never quite even; a frame this early is still taken."""


class Pace:
    """Thins a source's frames to so many a second, and to one a second while nobody watches."""

    def __init__(self, fps: float) -> None:
        self._period_s = 1 / fps
        self._slot = 0.0

    def is_due(self, now: float, *, watched: bool) -> bool:
        """Whether a frame at `now` (s, of a clock that only goes forward) is to be published.

        Slots are counted from the last one, not from the last frame, so that an uneven source
        still gives the wanted number.
        """
        period_s = self._period_s if watched else max(UNWATCHED_EVERY_S, self._period_s)
        since_slot = now - self._slot
        if since_slot < period_s - _EARLY_SHARE * self._period_s:
            return False
        is_late = since_slot > 2 * period_s
        self._slot = now if is_late else self._slot + period_s
        return True


class ReconnectBackOff:
    """1 s, 2 s, 4 s … up to a minute."""

    MAX_S = 60.0

    def __init__(self) -> None:
        self._pause_s = 1.0

    def next_s(self) -> float:
        """The pause to make now, in seconds."""
        pause_s, self._pause_s = self._pause_s, min(self._pause_s * 2, self.MAX_S)
        return pause_s

    def reset(self) -> None:
        """The source is well again."""
        self._pause_s = 1.0
