"""What a decoded file leaves behind for the file that is written of it."""

from dataclasses import dataclass, field

from processing.images.jpeg import Compression, Layout


@dataclass(frozen=True)
class FileTraits:
    """What the result should take after: the input's format and how it was compressed."""

    format: str
    animated: bool = False
    had_others: bool = False
    """The file holds several pictures that do not move; the main one was taken."""
    compression: Compression = field(default_factory=Compression)
    lossless: bool = False
    """A WebP that keeps every pixel (VP8L)."""
    was_damaged: bool = False
    """Parts of the picture could not be read as they were written."""
    layout: Layout | None = None
    """Of a JPEG whose blocks can be kept: its colours are sRGB without conversion."""
