"""The picture every benchmark works on: 12 megapixels, as hard to compress as a photo."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

WIDTH_PX, HEIGHT_PX = 4000, 3000
QUALITY = 90

_GRAIN = 7.0
"""Standard deviation of the finest noise; it decides the file's size, 3 MB."""


def write_picture(path: Path) -> None:
    """Write the JPEG: a gradient, clouds at four scales and fine grain, always the same."""
    rng = np.random.default_rng(2026)
    image = _gradient()
    for cells in (6, 24, 96, 384):
        image += _clouds(rng, cells) * (40 / np.sqrt(cells / 6))
    image += rng.normal(0, _GRAIN, image.shape).astype(np.float32)
    pixels = image.clip(0, 255).astype(np.uint8)
    if not cv2.imwrite(str(path), pixels, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]):
        raise RuntimeError(f"OpenCV did not write {path}")


def _gradient() -> npt.NDArray[np.float32]:
    """(height, width, 3), dark at the top left."""
    down = np.linspace(60, 150, HEIGHT_PX, dtype=np.float32)[:, None, None]
    across = np.linspace(0, 60, WIDTH_PX, dtype=np.float32)[None, :, None]
    return np.repeat(down + across, 3, axis=2)


def _clouds(rng: np.random.Generator, cells: int) -> npt.NDArray[np.float32]:
    """Noise in -1..1 that changes `cells` times over the width."""
    coarse = rng.uniform(-1, 1, (cells * 3 // 4, cells, 3)).astype(np.float32)
    smooth = cv2.resize(coarse, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_CUBIC)
    return np.asarray(smooth, np.float32)
