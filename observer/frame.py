"""One picture on its way to the site."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frame:
    """A JPEG, when it was taken (seconds since the epoch), and a comment."""

    taken_at: float
    comment: str
    jpeg: bytes

    @property
    def time(self) -> str:
        """The time to the microsecond, by which the site recognises a frame that is sent again."""
        return f"{self.taken_at:.6f}"
