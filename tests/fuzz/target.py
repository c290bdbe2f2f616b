"""What holds for every file there may be: what `make fuzz` tries to find an exception from."""

import io
from contextlib import suppress

from PIL import Image as Pillow

from processing.clip_headers import sniff_clip
from processing.clip_limits import ClipLimits
from processing.headers import (
    Header,
    av1_bits,
    clean_aperture,
    colour_code,
    is_lossless_webp,
    refuse_size,
    sniff,
)
from processing.limits import Limits
from processing.refusal import Refused
from tests.fuzz.watching import Edge, watched
from tests.processing.picture_files import FORMATS

LIMITS = Limits()
CLIP_LIMITS = ClipLimits()
_OPENED_WITHOUT_PIXELS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")


def examined(content: bytes) -> set[Edge]:
    """Let everything read a file that reads headers; which lines it led through.

    Whatever is raised but Refused breaks a promise: an AssertionError for a wrong answer,
    TooMuchWork for one that takes too long.
    """
    with watched(len(content)) as watch:
        header = None
        with suppress(Refused):
            header = sniff(content, LIMITS)
        _read_further(content)
        _read_clip(content)
    if header:
        _compare_with_decoder(header, content)
    return watch.edges


def _read_further(content: bytes) -> None:
    """What is asked of a file whose size is known already never refuses it."""
    for name in FORMATS:
        colour_code(content, name)
    assert av1_bits(content) in (8, 10, 12)
    is_lossless_webp(content)
    if aperture := clean_aperture(content):
        left, top, width, height = aperture
        assert left >= 0 <= top
        assert width > 0 < height


def _read_clip(content: bytes) -> None:
    with suppress(Refused):
        header = sniff_clip(content, CLIP_LIMITS)
        CLIP_LIMITS.refuse_size(header.width, header.height)
        assert 0 <= header.duration_s <= CLIP_LIMITS.max_duration_s + 0.5


def _compare_with_decoder(header: Header, content: bytes) -> None:
    """A size is within the limits, and a decoder that opens the file sees none that is larger."""
    assert header.format in FORMATS
    refuse_size(header.width, header.height, LIMITS)
    if header.format in _OPENED_WITHOUT_PIXELS:
        width, height = _size_for_decoder(content, header.format)
        assert width <= header.width, f"a decoder sees {width} x {height} in {header}"
        assert height <= header.height, f"a decoder sees {width} x {height} in {header}"


def _size_for_decoder(content: bytes, format_name: str) -> tuple[int, int]:
    """Width and height; nothing for a file that it does not open."""
    # It raises nearly every type on hostile files.
    with suppress(Exception), Pillow.open(io.BytesIO(content), formats=[format_name]) as picture:
        return picture.size
    return 0, 0
