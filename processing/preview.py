"""Makes the small copy of a finished picture that pages show instead of the whole file."""

from processing.images import Encoded, FileTraits, Image, encode
from processing.images.jpeg import Compression
from processing.scaling import to_long_side

MAX_SIDE_PX = 1600
_LIGHT_BYTES = 300_000
_QUALITY = 82


def preview_of(image: Image, file: Encoded) -> Encoded | None:
    """A copy of at most 1600 px a side, without metadata; None where the file is as light itself.

    Raises MemoryError.
    """
    if len(file.content) <= _LIGHT_BYTES:
        return None
    has_alpha = image.ndim == 3 and image.shape[2] == 4
    traits = FileTraits("WEBP" if has_alpha else "JPEG", compression=Compression(_QUALITY))
    preview = encode(to_long_side(image, MAX_SIDE_PX), traits)
    return preview if len(preview.content) < len(file.content) else None
