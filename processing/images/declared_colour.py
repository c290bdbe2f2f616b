"""Which colour space a file declares without an ICC profile, and which of two declarations wins."""

import numpy as np
from PIL import Image as Pillow

from processing.headers import colour_code
from processing.images.colour_space import ColourSpace, colour_space_of_code
from processing.images.primaries import SRGB, Primaries
from processing.images.transfer import CAMERA_CURVES, SRGB_CURVE, power

_MIN_GAMMA, _MAX_GAMMA = 0.01, 10.0
_GAMMA_TOLERANCE = 0.05
"""Writers of sRGB say 1/2.2 in gAMA, more or less, and nothing in cHRM; 5% as in libpng."""


def declared_colour(picture: Pillow.Image, content: bytes, format_name: str) -> ColourSpace | None:
    """The space that the pixels are to be converted from; None: sRGB, or what its profile says.

    Code points win over a profile in PNG (W3C PNG 3, 4.3) and for a high dynamic range; elsewhere
    the profile wins.
    """
    space = _of_code(content, format_name)
    has_profile = bool(picture.info.get("icc_profile"))
    if space is None or (has_profile and format_name != "PNG" and not space.dynamic_range):
        if has_profile or format_name != "PNG":
            return None
        space = _of_gamma(picture)
    return None if space is None or space.is_srgb else space


def _of_code(content: bytes, format_name: str) -> ColourSpace | None:
    code = colour_code(content, format_name)
    if code is None:
        return None
    # Pictures coded like films keep the curve of a camera in their header and sRGB in their pixels.
    is_film = format_name != "PNG" and code.transfer in CAMERA_CURVES
    return colour_space_of_code(code.primaries, SRGB_CURVE if is_film else code.transfer)


def _of_gamma(picture: Pillow.Image) -> ColourSpace | None:
    """By the chunks gAMA and cHRM, unless there is sRGB (W3C PNG 3, 11.3.2)."""
    gamma = picture.info.get("gamma")
    if not isinstance(gamma, float) or "srgb" in picture.info:
        return None
    if not _MIN_GAMMA <= gamma <= _MAX_GAMMA:
        return None
    chromaticity = picture.info.get("chromaticity")
    if chromaticity is None and abs(gamma * 2.2 - 1) < _GAMMA_TOLERANCE:
        return None
    return ColourSpace(_primaries(chromaticity), power(1 / gamma))


def _primaries(numbers: tuple[float, ...] | None) -> Primaries:
    """Those of cHRM: x and y of white, red, green and blue; sRGB's where they span no colours."""
    if numbers is None or numbers[1] <= 0:
        return SRGB
    white, red, green, blue = zip(numbers[::2], numbers[1::2], strict=True)
    found = Primaries(red, green, blue, white)
    try:
        matrix = found.to_srgb()
    except np.linalg.LinAlgError:
        return SRGB
    return found if np.isfinite(matrix).all() and np.abs(matrix).max() < 100 else SRGB
