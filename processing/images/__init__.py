"""Whole picture files to pixels and back: bytes in any accepted format, arrays between modules.

`decoding` opens a file and chooses its decoder: `jpeg_pixels` for JPEG, OpenCV for WebP, Pillow
with `modes` and `profiles` for the rest, `samples` and `colour_space` for colours that are declared
by code points. `encoding` writes results.
"""

from processing.images.decoding import decode as decode
from processing.images.encoding import encode as encode
from processing.images.file_traits import FileTraits as FileTraits
from processing.outcome import Encoded as Encoded
from processing.pixels import Image as Image
