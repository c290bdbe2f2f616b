"""What one picture may weigh and measure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Upper bounds for one picture. Anything beyond them is refused before a pixel is decoded."""

    max_bytes: int = 20_000_000
    max_pixels: int = 40_000_000
    max_side_px: int = 12_000
    max_scans: int = 100
    """SOS markers in a JPEG: thousands of scans cost minutes at any size."""
