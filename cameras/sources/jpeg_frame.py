"""A frame that arrived as a JPEG: decoded when asked for, only as finely as asked."""

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings

from cameras.sources.source import BadFrame, FrameSize
from processing.frames import decode_reduced
from processing.headers import sniff
from processing.images import Image
from processing.refusal import Refused


@dataclass(frozen=True)
class JpegFrame:
    """A JPEG and when it came, seconds since the epoch."""

    taken_at: float
    jpeg: bytes
    is_key: ClassVar = True

    def size(self) -> FrameSize:
        """The size in the JPEG's header. Raises BadFrame."""
        try:
            header = sniff(self.jpeg, settings.PICTURE_LIMITS)
        except Refused as refusal:
            raise BadFrame(refusal.code) from refusal
        return FrameSize(header.width, header.height)

    def image(self, min_width: int | None = None) -> Image:
        """The picture as (height, width, 3) BGR, reduced if that suffices. Raises BadFrame."""
        return self._decoded(min_width, grey=False)

    def small_grey(self, min_width: int) -> Image:
        """The picture as (height, width) grey, reduced while decoding. Raises BadFrame."""
        return self._decoded(min_width, grey=True)

    @property
    def is_readable(self) -> bool:
        """Whether it can be decoded, tried at the smallest size."""
        try:
            self._decoded(1, grey=True)
        except BadFrame:
            return False
        return True

    def _decoded(self, min_width: int | None, *, grey: bool) -> Image:
        try:
            return decode_reduced(self.jpeg, settings.PICTURE_LIMITS, min_width, grey=grey)
        except Refused as refusal:
            raise BadFrame(refusal.code) from refusal
