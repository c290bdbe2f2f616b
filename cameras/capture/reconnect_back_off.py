"""The pauses between attempts to open a source that gives no pictures."""


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
        """Begin with the shortest pause again: the source gave a frame."""
        self._pause_s = 1.0
