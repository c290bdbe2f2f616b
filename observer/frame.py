"""One picture on its way to the site."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """A JPEG, when it was taken (seconds since the epoch), and a word about it."""

    taken_at: float
    comment: str
    jpeg: bytes

    @property
    def time(self) -> str:
        """The time to the microsecond: what the site tells frames apart by."""
        return f"{self.taken_at:.6f}"
