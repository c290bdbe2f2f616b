"""What one clip may weigh and measure."""

from dataclasses import dataclass

from processing.refusal import Refused


@dataclass(frozen=True)
class ClipLimits:
    """Upper bounds for one clip, judged by its header and again by what is really in it."""

    max_bytes: int = 200_000_000
    max_duration_s: float = 300.0
    max_long_side_px: int = 1920
    max_short_side_px: int = 1080
    max_fps: float = 60.0

    @property
    def max_frames(self) -> int:
        """As many as a clip of the longest duration has at the highest rate, and a second more."""
        return int((self.max_duration_s + 1) * self.max_fps)

    def refuse_size(self, width: int, height: int) -> None:
        """Raise Refused for a picture without area (`damaged`) or one too large; sides in px.

        1088 is what encoders make of 1080: multiples of 16.
        """
        if min(width, height) < 1:
            raise Refused("damaged")
        longer, shorter = max(width, height), min(width, height)
        if longer > _of_blocks(self.max_long_side_px) or shorter > _of_blocks(
            self.max_short_side_px
        ):
            raise Refused("clip_too_large")

    def refuse_duration(self, duration_s: float) -> None:
        """Raise Refused (`clip_too_long`) for more than the longest duration and half a second."""
        if duration_s > self.max_duration_s + 0.5:
            raise Refused("clip_too_long")


def _of_blocks(side_px: int) -> int:
    return -(-side_px // 16) * 16
