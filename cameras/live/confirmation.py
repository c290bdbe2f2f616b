"""Whether frames of one version of a camera's row may be shown to viewers now."""

import time

from cameras.live.desired import Desired

_UNCONFIRMED_FOR_S = 20.0


class Confirmation:
    """Is given when Django admits a viewer, and holds until Redis is away.

    A change of the row cannot be mirrored while Redis is away. So afterwards the row has to be
    read again: by the supervisor, which mirrors it, or by Django, which admits another viewer.
    """

    def __init__(self, version: int) -> None:
        self.is_given = True
        self._version = version
        self._lost_at = 0.0
        self._back_at: float | None = None
        self._back_at_us = 0

    def lose(self) -> None:
        """Confirm nothing any more: Redis did not answer, or too late for others."""
        if self.is_given:
            self._lost_at = time.monotonic()
        self.is_given, self._back_at = False, None

    def update(self, desired: Desired | None, redis_now_us: int) -> None:
        """Compare with what is mirrored of the row, read at `redis_now_us` by Redis' clock."""
        if self.is_given:
            return
        if self._back_at is None:
            self._back_at, self._back_at_us = time.monotonic(), redis_now_us
        if desired is not None and desired.read_at_us > self._back_at_us:
            self.is_given = desired.version == self._version and desired.is_on

    def admit(self, asked_at: float) -> None:
        """Confirm: Django, asked at `asked_at` of the monotonic clock, admitted a viewer."""
        if self._back_at is not None and asked_at > self._back_at:
            self.is_given = True

    def is_overdue(self) -> bool:
        """Whether viewers have waited so long for it that they had better ask Django again."""
        return not self.is_given and time.monotonic() - self._lost_at > _UNCONFIRMED_FOR_S
