"""What the samples of a picture mean, and their conversion to 8-bit sRGB."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from processing.images.primaries import PRIMARIES, SRGB, Primaries
from processing.images.tone_mapping import Light, displayed_hlg, tone_mapped
from processing.images.transfer import HLG, PQ, TRANSFERS, Transfer, srgb, srgb_samples
from processing.pixels import Image
from processing.premultiplied import without_hidden

Samples = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
"""(height, width) grey, (height, width, 3) BGR or (…, 4) BGRA."""

_STRIP_ROWS = 256
_LEVELS = 65536


@dataclass(frozen=True)
class ColourSpace:
    """Primaries and transfer; `dynamic_range` is `PQ` or `HLG` of table 3, or 0 for neither."""

    primaries: Primaries = SRGB
    transfer: Transfer = srgb
    dynamic_range: int = 0

    @property
    def is_srgb(self) -> bool:
        """Whether converting would change nothing that can be seen."""
        samples = np.linspace(0, 1, 52)
        curve = np.abs(srgb_samples(self.transfer(samples)) - samples).max()
        return self._keeps_primaries and self.dynamic_range == 0 and bool(curve * 255 <= 2)

    def to_srgb(self, image: Samples, top: int) -> Image:
        """A picture whose samples reach from 0 to `top`, in 8 bits; alpha keeps its meaning."""
        light = self.transfer(np.arange(top + 1) / top).astype(np.float32)
        result = np.empty(image.shape, np.uint8)
        for start in range(0, image.shape[0], _STRIP_ROWS):
            rows = slice(start, start + _STRIP_ROWS)
            strip = np.minimum(image[rows], top)
            if strip.ndim == 2:
                result[rows] = self._strip_to_srgb(light[strip])
                continue
            result[rows, :, :3] = self._strip_to_srgb(light[strip[:, :, :3]])
            result[rows, :, 3:] = (strip[:, :, 3:].astype(np.uint32) * 255 + top // 2) // top
        return without_hidden(result)

    def _strip_to_srgb(self, light: Light) -> Image:
        if self.dynamic_range == HLG:
            light = displayed_hlg(light)
        if self.dynamic_range in (PQ, HLG):
            light = tone_mapped(light)
        if light.ndim == 3 and not self._keeps_primaries:
            matrix = self.primaries.to_srgb()[::-1, ::-1]  # of blue, green, red
            light = np.asarray(cv2.transform(light, matrix.astype(np.float32)), np.float32)
        indices = (light * (_LEVELS - 1) + 0.5).clip(0, _LEVELS - 1).astype(np.uint16)
        return _ENCODED[indices]

    @property
    def _keeps_primaries(self) -> bool:
        return bool(np.abs(self.primaries.to_srgb() - np.eye(3)).max() < 0.005)


def colour_space_of_code(primaries: int, transfer: int) -> ColourSpace | None:
    """The colour space of code points of ITU-T H.273; None for those that it leaves open."""
    if transfer not in TRANSFERS and primaries not in PRIMARIES:
        return None
    return ColourSpace(
        PRIMARIES.get(primaries, SRGB),
        TRANSFERS.get(transfer, srgb),
        transfer if transfer in (PQ, HLG) else 0,
    )


_ENCODED = np.rint(srgb_samples(np.linspace(0, 1, _LEVELS)) * 255).astype(np.uint8)
"""8-bit sRGB by light in 65,536 steps."""
