"""A camera's video, decoded as far as somebody looks: key frames alone while nobody does."""

from dataclasses import dataclass
from typing import TypeAlias

from av import Packet, VideoFrame, VideoStream
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from cameras.sources.av_frame import bgr_of, grey_of, size_of
from cameras.sources.source import BadFrame, FrameSize
from processing.images import Image

VideoPacket: TypeAlias = "Packet[VideoStream]"  # generic for type checkers alone
_MAX_WAITING = 300
"""12 s of 25 frames a second: more than the usual distance of key frames."""


class LazyDecoder:
    """Keeps what came since the last key frame, and decodes it when a picture is asked for."""

    def __init__(self, codec: VideoCodecContext) -> None:
        self._codec = codec
        self._waiting: list[VideoPacket] = []
        self._picture: VideoFrame | None = None
        self._drained_key: VideoPacket | None = None
        self._has_gap = False

    @property
    def size(self) -> FrameSize:
        """What the video says of itself, or what its newest picture is. Raises BadFrame."""
        if self._codec.width and self._codec.height:
            return FrameSize(self._codec.width, self._codec.height)
        return size_of(self.picture())

    def take(self, packet: VideoPacket) -> None:
        """The next packet of the video."""
        if packet.is_keyframe:
            self._has_gap = self._has_gap or bool(self._waiting)
            self._waiting.clear()
        self._waiting.append(packet)
        if len(self._waiting) > _MAX_WAITING:
            self.picture()

    def picture(self) -> VideoFrame:
        """The newest picture there is. Raises BadFrame."""
        if self._waiting and self._waiting[-1] is not self._drained_key:
            waiting, self._waiting = self._waiting, []
            self._picture = self._decoded(waiting) or self._picture
        if self._picture is None:
            raise BadFrame("no picture yet")
        return self._picture

    def _decoded(self, packets: list[VideoPacket]) -> VideoFrame | None:
        if self._has_gap:
            self._codec.flush_buffers()
            self._has_gap = False
        newest, trouble = None, None
        for packet in packets:
            try:
                newest = [newest, *self._codec.decode(packet)][-1]
            except FFmpegError as error:
                trouble = error  # the next may be well
        if newest is None and trouble is not None:
            raise BadFrame(type(trouble).__name__) from trouble
        if newest is None and len(packets) == 1 and packets[0].is_keyframe:
            return self._drained(packets[0])
        return newest

    def _drained(self, key: VideoPacket) -> VideoFrame | None:
        """A key frame that the decoder holds back, to put those in order that follow it.

        It is decoded again when one of these is asked for.
        """
        self._has_gap = True
        self._waiting, self._drained_key = [key], key
        return [None, *self._codec.decode(None)][-1]


@dataclass(frozen=True)
class PacketFrame:
    """The video at one packet; to be looked at before the next is taken."""

    taken_at: float
    is_key: bool
    decoder: LazyDecoder

    def size(self) -> FrameSize:
        """Raises BadFrame."""
        return self.decoder.size

    def image(self, min_width: int | None = None) -> Image:
        """The picture as (height, width, 3) BGR, reduced to a width. Raises BadFrame."""
        return bgr_of(self.decoder.picture(), min_width)

    def small_grey(self, min_width: int) -> Image:
        """The picture as (height, width) grey, reduced to a width. Raises BadFrame."""
        return grey_of(self.decoder.picture(), min_width)
