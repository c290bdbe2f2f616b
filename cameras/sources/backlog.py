"""Which frames to pass over when they come faster than they are worked on."""

_USUAL_FPS = 25.0


class Backlog:
    """How far the work is behind: by how long a frame took, and the next was waited for."""

    def __init__(self, fps: float) -> None:
        """`fps` is what the camera says of itself; what cannot be is not believed."""
        self._period_s = 1 / (fps if 1 <= fps <= 120 else _USUAL_FPS)
        self._behind_s = 0.0

    def is_newest(self, waited_s: float) -> bool:
        """Whether a frame that was waited for so long is the newest there is."""
        self._behind_s = max(0.0, self._behind_s - max(0.0, self._period_s - waited_s))
        return self._behind_s < self._period_s or waited_s > self._period_s / 2

    def worked(self, for_s: float) -> None:
        """The newest frame took so long."""
        self._behind_s = for_s
