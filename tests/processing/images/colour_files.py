"""Pictures that declare their colours by code points or chunks, and what they should look like."""

import io
import struct

import cv2
import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image as Pillow

from tests.processing.picture_files import png, png_chunk, saved

P3_TO_SRGB = np.array([[1.2249, -0.2247, 0], [-0.042, 1.042, 0], [-0.0197, -0.0786, 1.0979]])
"""Linear light of Display P3 to that of sRGB (CSS Color 4, through XYZ with white D65)."""


def swatches() -> npt.NDArray[np.uint8]:
    """(32, 216, 3) RGB: every colour of six steps a component, in columns."""
    steps = np.stack(np.meshgrid(*[np.linspace(20, 220, 6)] * 3), axis=-1).reshape(1, 216, 3)
    return steps.astype(np.uint8).repeat(32, axis=0)


def in_srgb(rgb: npt.NDArray[np.uint8], matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Samples with sRGB's curve and other primaries as sRGB, 0..255 (IEC 61966-2-1)."""
    samples = rgb / 255
    light = np.where(samples <= 0.04045, samples / 12.92, ((samples + 0.055) / 1.055) ** 2.4)
    return curved((light @ matrix.T).clip(0, 1))


def curved(light: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Light 0..1 as samples of sRGB, 0..255."""
    upper = 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055
    return np.asarray(np.where(light > 0.0031308, upper, 12.92 * light) * 255)


def png_of(rgb: npt.NDArray[np.uint8], extra: bytes) -> bytes:
    rows = b"".join(b"\0" + row.tobytes() for row in rgb)
    return png(rgb.shape[1], rgb.shape[0], rows, extra=extra)


def cicp(primaries: int, transfer: int, *, full_range: int = 1) -> bytes:
    return png_chunk(b"cICP", bytes((primaries, transfer, 0, full_range)))


def gama(value: float) -> bytes:
    return png_chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


def chrm(*numbers: float) -> bytes:
    """x and y of white, red, green and blue."""
    return png_chunk(b"cHRM", struct.pack(">8I", *(round(number * 100_000) for number in numbers)))


def with_nclx(content: bytes, primaries: int, transfer: int) -> bytes:
    """An AVIF or HEIF whose `colr` says so; the pixels stay."""
    at = content.index(b"nclx") + 4
    return content[:at] + struct.pack(">HH", primaries, transfer) + content[at + 4 :]


def avif_of(rgb: npt.NDArray[np.uint8]) -> bytes:
    return saved(Pillow.fromarray(rgb), "AVIF", quality=100, subsampling="4:4:4")


def heif_of(rgb: npt.NDArray[np.uint8]) -> bytes:
    return saved(Pillow.fromarray(rgb), "HEIF", quality=-1, chroma=444)


def deep_avif(bgr: npt.NDArray[np.uint16]) -> bytes:
    """10 bits a sample, 0..1023."""
    depth = [cv2.IMWRITE_AVIF_DEPTH, 10, cv2.IMWRITE_AVIF_QUALITY, 100]
    return cv2.imencode(".avif", bgr, depth)[1].tobytes()


def deep_heif(rgb: npt.NDArray[np.uint16], primaries: int, transfer: int) -> bytes:
    """10 bits a sample, of which 16 are given."""
    height, width = rgb.shape[:2]
    heif = pillow_heif.from_bytes("RGB;16", (width, height), rgb.tobytes())
    file = io.BytesIO()
    codes = {"color_primaries": primaries, "transfer_characteristics": transfer}
    heif.save(file, quality=-1, chroma=444, matrix_coefficients=9, full_range_flag=1, **codes)
    return file.getvalue()
