"""A clip that is read: opened as what its header says it is, and followed nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import av
from av import AudioStream, Packet, VideoFrame, VideoStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition

from processing.clip_headers import sniff_clip
from processing.clip_headers.clip_header import CODECS
from processing.clip_limits import ClipLimits
from processing.headers.buffer import mapped
from processing.refusal import Refused

_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": "mov,matroska,gif"}
_DEMUXERS = {"mp4": "mov", "matroska": "matroska", "gif": "gif"}
_LIBRARIES = {"libdav1d": "av1", "libaom-av1": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9"}
_MICROSECOND = 1e-6
_USUAL_FPS = 25.0
_CLOSER = 0.8
"""Frames that follow each other more quickly than at the highest rate are left out; of those at
about that rate none is."""
_MAX_LEFT_OUT = 4
"""No more frames are decoded than four times as many as there may be."""


@dataclass(frozen=True)
class Timed:
    """A decoded frame, and when it is shown, in seconds and whole µs from the clip's beginning."""

    time_s: float
    frame: VideoFrame


@dataclass(frozen=True)
class Source:
    """An opened clip, which is read once, from front to end."""

    container: InputContainer
    video: VideoStream
    audio: AudioStream | None
    limits: ClipLimits

    @property
    def start_s(self) -> float:
        return (self.container.start_time or 0) * _MICROSECOND

    @property
    def fps(self) -> float:
        rate = float(self.video.average_rate or 0)
        return min(rate, self.limits.max_fps) if rate >= 1 else _USUAL_FPS

    @property
    def expected_frames(self) -> int:
        """As far as the header is to be believed."""
        duration_s = (self.container.duration or 0) * _MICROSECOND
        return max(1, min(round(duration_s * self.fps), self.limits.max_frames))

    def read(self, *, with_sound: bool) -> "Iterator[Timed | Packet[AudioStream]]":
        """Every frame in order of time, and between them the packets of sound.

        Raises Refused: `damaged`, `clip_too_large`, `clip_too_long`.
        """
        wanted = [self.video, self.audio] if with_sound and self.audio else [self.video]
        pace = _Pace(self)
        try:
            for packet in self.container.demux(*wanted):
                if packet.stream is self.video:
                    yield from pace.shown_of(packet)
                elif packet.size:
                    yield cast("Packet[AudioStream]", packet)
        except FFmpegError as error:
            raise Refused("damaged") from error
        if not pace.shown:
            raise Refused("damaged")


class _Pace:
    """Gives each frame its time, strictly later than the last one's, and counts them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._first_s = self._last_s = -1.0
        self._decoded = self.shown = 0

    def shown_of(self, packet: "Packet[Any]") -> Iterator[Timed]:
        """The frames that a packet ends, but for those that come too soon."""
        for frame in packet.decode():
            if isinstance(frame, VideoFrame) and (timed := self._timed(frame)):
                yield timed

    def _timed(self, frame: VideoFrame) -> Timed | None:
        """None for a frame that comes too soon after the last one to be shown."""
        limits = self._source.limits
        limits.refuse_size(frame.width, frame.height)
        self._decoded += 1
        if self._decoded > _MAX_LEFT_OUT * limits.max_frames:
            raise Refused("clip_too_long")
        time_s = self._time_s(frame)
        if self.shown and time_s - self._last_s < _CLOSER / limits.max_fps:
            return None
        if not self.shown:
            self._first_s = time_s
        limits.refuse_duration(time_s - self._first_s)
        self._last_s = time_s
        self.shown += 1
        return Timed(time_s, frame)

    def _time_s(self, frame: VideoFrame) -> float:
        if frame.time is None:
            return round(self._last_s + 1 / self._source.fps, 6) if self.shown else 0.0
        return round(max(0.0, frame.time - self._source.start_s), 6)


@contextmanager
def opened(path: Path, limits: ClipLimits) -> Iterator[Source]:
    """Judge a file by its header, then open it. Raises Refused as `sniff_clip` does."""
    with path.open("rb") as file, mapped(file.fileno()) as content:
        header = sniff_clip(content, limits)
    try:
        container = av.open(str(path), format=_DEMUXERS[header.container], options=_OPTIONS)
    except (FFmpegError, OSError, ValueError) as error:
        raise Refused("damaged") from error
    with container:
        yield Source(container, _video_of(container), _audio_of(container), limits)


def _video_of(container: InputContainer) -> VideoStream:
    """The first track of pictures that is no cover of an album; one thread decodes it."""
    for stream in container.streams.video:
        if stream.disposition & Disposition.attached_pic:
            continue
        if stream.codec_context is None:
            raise Refused("unsupported_codec")
        name = stream.codec_context.name
        if _LIBRARIES.get(name, name) not in CODECS:
            raise Refused("unsupported_codec")
        stream.codec_context.thread_count = 1
        return stream
    raise Refused("no_video")


def _audio_of(container: InputContainer) -> AudioStream | None:
    known = (one for one in container.streams.audio if one.codec_context is not None)
    return next(known, None)
