"""Files of every format that declare a size, and what sniffing refuses them for."""

import pytest

from processing.headers import sniff
from processing.limits import Limits
from processing.refusal import Refused
from tests.processing import malformed_files, picture_files
from tests.processing.picture_files import FORMATS, gradient, saved

LIMITS = Limits()
FILES = {name: saved(gradient(), name) for name in FORMATS}
SAYS = {
    "JPEG": malformed_files.jpeg_that_says,
    "PNG": picture_files.png,
    "WEBP": malformed_files.webp_that_says,
    "AVIF": malformed_files.avif_that_says,
    "HEIF": malformed_files.heif_that_says,
    "GIF": malformed_files.gif_that_says,
    "BMP": malformed_files.bmp_that_says,
}
"""Tiny files by format, made from the width and height they declare."""


def refusal_of(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        sniff(content, limits)
    return refused.value.code
