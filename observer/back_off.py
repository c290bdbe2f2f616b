"""The pauses between attempts after something has failed."""

import secrets

MIN_S = 1.0
MAX_S = 60.0
_SPREAD = 0.25


class BackOff:
    """About 1 s, 2 s, 4 s … up to 60 s, varied so that many observers do not retry at once."""

    def __init__(self) -> None:
        self._pause_s = MIN_S

    def next_s(self) -> float:
        """The pause to make now, in seconds."""
        pause_s, self._pause_s = self._pause_s, min(self._pause_s * 2, MAX_S)
        uneven = pause_s * secrets.SystemRandom().uniform(1 - _SPREAD, 1 + _SPREAD)
        return min(max(uneven, MIN_S), MAX_S)

    def reset(self) -> None:
        """Something succeeded: the next pause is the shortest again."""
        self._pause_s = MIN_S
