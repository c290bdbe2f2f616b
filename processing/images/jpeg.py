"""How a JPEG was compressed, read from its tables, so that the result can follow."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import JpegImagePlugin

MIN_QUALITY = 85
MAX_QUALITY = 97

_STANDARD_LUMINANCE_SUM = 3689
"""Sum of ITU-T T.81 table K.1, the luminance table that quality 50 uses unscaled."""


@dataclass(frozen=True)
class Compression:
    """IJG quality 1..100, and pixels (across, down) that share a colour: (2, 2) is 4:2:0."""

    quality: int = 90
    sampling: tuple[int, int] = (2, 2)
    min_quality: int = MIN_QUALITY
    """What a result is compressed with at least: new pixels deserve more than old losses."""

    def flags(self) -> list[int]:
        """Parameters for `cv2.imencode`."""
        quality = min(max(self.quality, self.min_quality), MAX_QUALITY)
        return [
            *(cv2.IMWRITE_JPEG_QUALITY, quality),
            *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, _SAMPLING_FLAGS[self.sampling]),
        ]

    def unraised(self) -> "Compression":
        """The same quality again, however low, for pixels that were compressed with it."""
        return replace(self, min_quality=1)

    def upright(self, orientation: int) -> "Compression":
        """The same for the picture turned as EXIF's orientation asks."""
        return self if orientation < 5 else replace(self, sampling=self.sampling[::-1])


_SAMPLING_FLAGS = {
    (1, 1): cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
    (2, 1): cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422,
    (1, 2): cv2.IMWRITE_JPEG_SAMPLING_FACTOR_440,
    (2, 2): cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420,
}


@dataclass(frozen=True)
class Layout:
    """How the pixels of a JPEG lie in its file, one entry a component (Y alone, or Y, Cb, Cr).

    `sampling` holds each one's blocks (across, down) in a minimum coded unit, `tables` its (8, 8)
    quantisation table, vertical frequency first; `orientation` is EXIF's, 1..8.
    """

    sampling: tuple[tuple[int, int], ...]
    tables: tuple[npt.NDArray[np.uint16], ...]
    orientation: int = 1

    @property
    def unit_px(self) -> tuple[int, int]:
        """Height and width of a minimum coded unit."""
        return 8 * max(v for _h, v in self.sampling), 8 * max(h for h, _v in self.sampling)

    def upright(self) -> "Layout":
        """The layout of the same file, turned as its orientation asks."""
        if self.orientation < 5:
            return Layout(self.sampling, self.tables)
        return Layout(
            tuple((down, across) for across, down in self.sampling),
            tuple(table.T for table in self.tables),
        )


def layout_of(picture: Pillow.Image, orientation: int) -> Layout | None:
    """The layout of an opened JPEG, where it is one of the usual: grey, or Y, Cb and Cr."""
    if not isinstance(picture, JpegImagePlugin.JpegImageFile):
        return None
    components = picture.layer
    is_grey = picture.mode == "L" and len(components) == 1
    is_colour = picture.mode == "RGB" and [entry[0] for entry in components] == [1, 2, 3]
    if not (is_grey or (is_colour and picture.info.get("adobe_transform", 1) == 1)):
        return None
    tables = picture.quantization
    # A frequency that is multiplied by 0 cannot be given what a cover needs of it.
    if any(0 in tables.get(entry[3], [0]) for entry in components):
        return None
    sampling = ((1, 1),) if is_grey else tuple((entry[1], entry[2]) for entry in components)
    widest, highest = (max(counts) for counts in zip(*sampling, strict=True))
    if any(0 in entry or widest % entry[0] or highest % entry[1] for entry in sampling):
        return None
    return Layout(
        sampling,
        tuple(np.array(tables[entry[3]], np.uint16).reshape(8, 8) for entry in components),
        orientation,
    )


def compression_of(picture: Pillow.Image) -> Compression:
    """The compression of an opened JPEG; the default for anything else."""
    tables = getattr(picture, "quantization", None)
    if not isinstance(picture, JpegImagePlugin.JpegImageFile) or not tables:
        return Compression()
    return Compression(_quality_of(sum(tables[min(tables)])), _sampling_of(picture))


def _sampling_of(picture: JpegImagePlugin.JpegImageFile) -> tuple[int, int]:
    """Pixels across and down that share a colour, 1 or 2 each; inks are never reduced."""
    if len(picture.layer) != 3:
        return (1, 1) if len(picture.layer) == 4 else (2, 2)
    (_, across, down, _), *colours = picture.layer
    finest = [max(entry[side] for entry in colours) for side in (1, 2)]
    return 2 if across > finest[0] else 1, 2 if down > finest[1] else 1


def _quality_of(luminance_sum: int) -> int:
    """Invert libjpeg's jpeg_quality_scaling: above 50 the tables scale by 2 - quality / 50."""
    scale = luminance_sum / _STANDARD_LUMINANCE_SUM
    quality = 100 - 50 * scale if scale <= 1 else 50 / scale
    return round(min(max(quality, 1), 100))
