"""Makes the small copies of a finished picture that pages show instead of the whole file."""

from processing.images import Encoded, FileTraits, Image, encode
from processing.images.jpeg import Compression
from processing.scaling import to_long_side

MAX_SIDE_PX = 1600
THUMBNAIL_SIDE_PX = 320
_LIGHT_BYTES = 300_000
_LIGHT_THUMBNAIL_BYTES = 20_000
_QUALITY = 82


def preview_of(image: Image, file: Encoded) -> Encoded | None:
    """A copy of at most 1600 px a side, without metadata; None where the file is as light itself.

    Raises MemoryError.
    """
    return _copy(image, file, MAX_SIDE_PX) if len(file.content) > _LIGHT_BYTES else None


def thumbnail_of(image: Image, file: Encoded) -> Encoded | None:
    """The same of at most 320 px a side, for lists; `file` is the lightest copy there is so far.

    Raises MemoryError.
    """
    is_light = len(file.content) <= _LIGHT_THUMBNAIL_BYTES
    return None if is_light else _copy(image, file, THUMBNAIL_SIDE_PX)


def _copy(image: Image, file: Encoded, max_side_px: int) -> Encoded | None:
    has_alpha = image.ndim == 3 and image.shape[2] == 4
    traits = FileTraits("WEBP" if has_alpha else "JPEG", compression=Compression(_QUALITY))
    copy = encode(to_long_side(image, max_side_px), traits)
    return copy if len(copy.content) < len(file.content) else None
