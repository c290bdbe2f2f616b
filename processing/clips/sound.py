"""The sound of a clip: copied where a film of MP4 can hold it, else encoded as AAC."""

from av import AudioStream, Packet
from av.audio.resampler import AudioResampler
from av.container import OutputContainer

_COPIED = ("aac", "mp3", "opus")
_AAC_RATE = 48_000
_AAC_BITS = 160_000


class Sound:
    """One track of sound on its way from one file to another."""

    def __init__(self, source: AudioStream, start_s: float, target: OutputContainer) -> None:
        self._source = source
        self._start = round(start_s / (source.time_base or 1))
        self._target = target
        self._is_copied = source.codec_context.name in _COPIED
        if self._is_copied:
            self._stream: AudioStream = target.add_stream_from_template(source)
        else:
            self._stream = target.add_stream("aac", rate=_AAC_RATE)
            self._stream.bit_rate = _AAC_BITS
            self._stream.layout = "stereo"
            self._resampler = AudioResampler("fltp", "stereo", _AAC_RATE)

    def take(self, packet: "Packet[AudioStream]") -> None:
        """The next packet, at the same distance from the clip's beginning as before."""
        for stamp in ("pts", "dts"):
            if (value := getattr(packet, stamp)) is not None:
                setattr(packet, stamp, value - self._start)
        if self._is_copied:
            packet.stream = self._stream
            self._target.mux(packet)
            return
        for frame in packet.decode():
            for part in self._resampler.resample(frame):
                self._target.mux(self._stream.encode(part))

    def end(self) -> None:
        """Write what encoders still hold."""
        if not self._is_copied:
            for part in self._resampler.resample(None):
                self._target.mux(self._stream.encode(part))
            self._target.mux(self._stream.encode(None))
