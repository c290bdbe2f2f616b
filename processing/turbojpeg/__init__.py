"""JPEGs through libturbojpeg, where the system has it: decoding that tells of damage, rewriting."""

from processing.turbojpeg.decoding import Decompressed as Decompressed
from processing.turbojpeg.decoding import Kind as Kind
from processing.turbojpeg.decoding import NotDecodable as NotDecodable
from processing.turbojpeg.decoding import decompress as decompress
from processing.turbojpeg.library import is_available as is_available
from processing.turbojpeg.rewriting import Coefficients as Coefficients
from processing.turbojpeg.rewriting import NotRewritable as NotRewritable
from processing.turbojpeg.rewriting import rewrite as rewrite
