"""A clip that is written: MP4 with H.264, its index in front, nothing said of where it is from."""

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av import AudioStream, Packet, VideoFrame, VideoStream

from processing.clips.sound import Sound
from processing.clips.source import Source
from processing.clips.upright import FORM

_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}
"""The index in front; the version of the library that wrote it is not named."""
_TICKS_PER_S = 90_000
_KEY_FRAME_EVERY_S = 2
_FINE_CRF, _COARSE_CRF = 18, 21
_COARSE_BITS_PER_PIXEL = 0.04
"""A clip that spends less than that on a pixel has lost its finest detail already."""


class Target:
    """A film being written; the first frame decides its size and colours."""

    def __init__(self, path: Path, source: Source, *, with_sound: bool) -> None:
        self._container = av.open(str(path), "w", format="mp4", options=_OPTIONS)
        self._source = source
        self._video: VideoStream | None = None
        self._sound: Sound | None = None
        self._waiting: list[Packet[AudioStream]] = []
        """Sound that came before the first frame."""
        self._with_sound = with_sound
        self.frames = 0
        self.size = 0, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if kind is None and self._video is not None:
            self._container.mux(self._video.encode(None))
            if self._sound:
                self._sound.end()
        self._container.close()

    def add(self, time_s: float, frame: VideoFrame) -> None:
        """Encode the next frame, shown from `time_s` on."""
        video = self._video = self._video or self._begun(frame)
        frame.pts, frame.time_base = round(time_s * _TICKS_PER_S), Fraction(1, _TICKS_PER_S)
        self._container.mux(video.encode(frame))
        self.frames += 1

    def add_sound(self, packet: "Packet[AudioStream]") -> None:
        """Write the next packet of sound, once there are pictures."""
        self._waiting.append(packet)
        if self._sound:
            for one in self._waiting:
                self._sound.take(one)
            self._waiting.clear()

    @property
    def has_sound(self) -> bool:
        return self._sound is not None

    def _begun(self, frame: VideoFrame) -> VideoStream:
        self.size = frame.height, frame.width
        rate = Fraction(self._source.fps).limit_denominator(1001)
        options = {"preset": "veryfast", "crf": str(self._crf())}
        video = self._container.add_stream("libx264", rate=rate, options=options)
        video.width, video.height, video.pix_fmt = frame.width, frame.height, FORM
        context = video.codec_context
        context.time_base = Fraction(1, _TICKS_PER_S)
        context.thread_count = 1
        context.gop_size = round(_KEY_FRAME_EVERY_S * self._source.fps)
        context.colorspace, context.color_range = frame.colorspace, frame.color_range
        context.color_primaries, context.color_trc = frame.color_primaries, frame.color_trc
        if self._with_sound and self._source.audio:
            self._sound = Sound(self._source.audio, self._source.start_s, self._container)
        return video

    def _crf(self) -> int:
        """By what the clip itself spends on a pixel, where its header tells."""
        video = self._source.video
        bits_per_s = video.codec_context.bit_rate or self._source.container.bit_rate or 0
        pixels_per_s = video.width * video.height * self._source.fps
        is_coarse = 0 < bits_per_s < _COARSE_BITS_PER_PIXEL * pixels_per_s
        return _COARSE_CRF if is_coarse else _FINE_CRF
