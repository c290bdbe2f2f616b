"""What one picture may weigh and measure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds for one picture. Anything beyond them is refused before a pixel is decoded.

    `benchmarks.largest` measures that every format holds them within a child's memory.
    """

    max_bytes: int = 20_000_000
    max_pixels: int = 51_000_000
    max_side_px: int = 16_500
    max_scans: int = 100
    """SOS markers in a JPEG: thousands of scans cost minutes at any size."""

    @property
    def max_megapixels(self) -> int:
        """As people say it: 51 for 51,000,000."""
        return self.max_pixels // 1_000_000
