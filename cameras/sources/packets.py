"""The frames of a camera's video as its packets come, through PyAV."""

import time
from collections.abc import Iterator

from av import VideoStream
from av.container import InputContainer
from av.error import ExitError, FFmpegError, InvalidDataError

from cameras.sources.backlog import Backlog
from cameras.sources.packet_frame import LazyDecoder, PacketFrame, VideoPacket
from cameras.sources.patience import Patience
from cameras.sources.source import BadFrame, Offline

_KEY_WITHIN_S = 15.0
"""Many cameras send a key frame each 4 to 10 s."""


def newest_frames(container: InputContainer, stream: VideoStream) -> Iterator[PacketFrame | None]:
    """The newest frame each time, from the first key frame that can be decoded.

    Raises Offline: `hung`, `closed`, `garbage`.
    """
    decoder, backlog = LazyDecoder(stream.codec_context), Backlog(float(stream.average_rate or 0))
    yield from _until_readable(_packets(container, stream), decoder)
    patience = Patience()
    began = time.monotonic()
    for packet in _packets(container, stream):
        if packet is None:
            if patience.is_over():
                raise Offline("hung")
            yield None
            continue
        patience.came()
        decoder.take(packet)
        if backlog.is_newest(time.monotonic() - began):
            began = time.monotonic()
            yield PacketFrame(time.time(), packet.is_keyframe, decoder)
            backlog.worked(time.monotonic() - began)
        began = time.monotonic()


def _until_readable(
    packets: Iterator["VideoPacket | None"], decoder: LazyDecoder
) -> Iterator[PacketFrame | None]:
    """Wait for a key frame, and give it: a camera that sends nothing readable is never live."""
    patience, began, has_bad = Patience(), time.monotonic(), False
    for packet in packets:
        if packet is not None and packet.is_keyframe:
            decoder.take(packet)
            try:
                decoder.picture()
            except BadFrame:
                has_bad = True
            else:
                yield PacketFrame(time.time(), True, decoder)
                return
        if packet is not None:
            patience.came()
        if patience.is_over():
            raise Offline("hung")
        if time.monotonic() - began > _KEY_WITHIN_S:
            raise Offline("garbage", "bad key frames" if has_bad else "no key frame")
        yield None


def _packets(container: InputContainer, stream: VideoStream) -> Iterator["VideoPacket | None"]:
    """The packets as they come; None where none came within the container's time-out."""
    while True:
        try:
            for packet in container.demux(stream):
                if not packet.size:  # so PyAV ends
                    raise Offline("closed")
                yield packet
            raise Offline("closed")
        except ExitError:
            yield None
        except InvalidDataError as error:
            raise Offline("garbage", str(error)) from error
        except FFmpegError as error:
            raise Offline("closed", type(error).__name__) from error
