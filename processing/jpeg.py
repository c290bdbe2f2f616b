"""How strongly a JPEG was compressed, read from its tables, so that the result can follow."""

from dataclasses import dataclass

import cv2
from PIL import Image as Pillow
from PIL import JpegImagePlugin

MIN_QUALITY = 85
MAX_QUALITY = 97

_STANDARD_LUMINANCE_SUM = 3689
"""Sum of ITU-T T.81 table K.1, the luminance table that quality 50 uses unscaled."""


@dataclass(frozen=True)
class Compression:
    """IJG quality 1..100 and whether colour has the full resolution (4:4:4)."""

    quality: int = 90
    full_colour: bool = False

    def flags(self) -> list[int]:
        """Parameters for `cv2.imencode`."""
        sampling = (
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
            if self.full_colour
            else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
        )
        quality = min(max(self.quality, MIN_QUALITY), MAX_QUALITY)
        return [
            *(cv2.IMWRITE_JPEG_QUALITY, quality),
            *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling),
        ]


def compression_of(picture: Pillow.Image) -> Compression:
    """The compression of an opened JPEG; the default for anything else."""
    tables = getattr(picture, "quantization", None)
    if not isinstance(picture, JpegImagePlugin.JpegImageFile) or not tables:
        return Compression()
    full_colour = JpegImagePlugin.get_sampling(picture) == 0
    return Compression(_quality_of(sum(tables[min(tables)])), full_colour)


def _quality_of(luminance_sum: int) -> int:
    """Invert libjpeg's jpeg_quality_scaling: above 50 the tables scale by 2 - quality / 50."""
    scale = luminance_sum / _STANDARD_LUMINANCE_SUM
    quality = 100 - 50 * scale if scale <= 1 else 50 / scale
    return round(min(max(quality, 1), 100))
