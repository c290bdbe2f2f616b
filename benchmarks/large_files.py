"""Pictures as large as may be in every format: smooth shades, a real face, alpha where it can be.

Memory depends on the pixels alone, and files of smooth shades are written within seconds. Run as a
program, since who draws them has much memory afterwards: FOLDER PIXELS NAME...
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image as Pillow
from skimage import data

from processing.pixels import Image

_UNIT_PX = 64
"""HEIC and AVIF are coded in whole ones, and judged by what is coded."""

Writer = Callable[[Path, Image, Image], None]
"""Writes (height, width, 3) BGR, with alpha where the format takes it."""


def main(folder: Path, pixels: int, names: list[str]) -> None:
    """Write the files of these names, 4:3."""
    cv2.setNumThreads(1)
    Pillow.MAX_IMAGE_PIXELS = None
    pillow_heif.register_heif_opener()
    width = int((pixels * 4 / 3) ** 0.5) // _UNIT_PX * _UNIT_PX
    image, alpha = _drawn(pixels // width // _UNIT_PX * _UNIT_PX, width)
    for name in names:
        WRITERS[name](folder / name, image, alpha)


def _drawn(height: int, width: int) -> tuple[Image, Image]:
    shades = np.random.default_rng(2026).integers(40, 220, (30, 40, 3), np.uint8)
    image = np.asarray(cv2.resize(shades, (width, height)), np.uint8)
    side = height // 3
    face = cv2.cvtColor(np.asarray(data.astronaut()), cv2.COLOR_RGB2BGR)  # type: ignore[no-untyped-call]
    image[side : 2 * side, side : 2 * side] = cv2.resize(face, (side, side))
    alpha = np.zeros((height, width), np.uint8)
    cv2.circle(alpha, (width // 2, height // 2), height // 2, 255, -1)
    return image, np.asarray(cv2.blur(alpha, (33, 33)), np.uint8)


def _by_opencv(*flags: int) -> Writer:
    return lambda path, image, _alpha: _write(path, image, flags)


def _with_alpha(*flags: int) -> Writer:
    return lambda path, image, alpha: _write(path, np.dstack((image, alpha)), flags)


def _deep(path: Path, image: Image, alpha: Image) -> None:
    deep = np.dstack((image, alpha)).astype(np.uint16) * 257
    _write(path, deep, (cv2.IMWRITE_PNG_COMPRESSION, 1))


def _write(path: Path, pixels: npt.NDArray[np.integer], flags: tuple[int, ...]) -> None:
    if not cv2.imwrite(str(path), pixels, flags):
        raise RuntimeError(f"OpenCV did not write {path}")


def _by_pillow(**options: Any) -> Writer:
    def write(path: Path, image: Image, _alpha: Image) -> None:
        Pillow.fromarray(np.ascontiguousarray(image[:, :, ::-1])).save(path, **options)

    return write


def _turned() -> Pillow.Exif:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    return exif


def _gif(path: Path, image: Image, _alpha: Image) -> None:
    Pillow.fromarray(image).quantize(64, method=Pillow.Quantize.FASTOCTREE).save(path)


WRITERS: dict[str, Writer] = {
    "jpeg.jpg": _by_opencv(cv2.IMWRITE_JPEG_QUALITY, 88),
    "scans.jpg": _by_opencv(cv2.IMWRITE_JPEG_PROGRESSIVE, 1),
    "turned.jpg": _by_pillow(quality=88, subsampling=0, exif=_turned()),
    "heic.heic": _by_pillow(quality=50),
    "avif.avif": _by_pillow(quality=50, speed=10),
    "png.png": _with_alpha(cv2.IMWRITE_PNG_COMPRESSION, 1),
    "png16.png": _deep,
    "webp.webp": _by_opencv(cv2.IMWRITE_WEBP_QUALITY, 60),
    "webpa.webp": _with_alpha(cv2.IMWRITE_WEBP_QUALITY, 60),
    "gif.gif": _gif,
}


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
