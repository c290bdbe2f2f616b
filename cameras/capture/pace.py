"""Decides which of a source's frames are published: so many a second, evenly."""

UNWATCHED_EVERY_S = 1.0
_EARLY_SHARE = 0.5
"""A source is never quite even; a frame this early is still taken."""


class Pace:
    """Lets `fps` frames a second pass, and one a second while there is no viewer."""

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
