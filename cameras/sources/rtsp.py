"""Network cameras that speak RTSP, through PyAV's FFmpeg; over TCP, or UDP where it must be."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import av
from av import VideoStream
from av.container import InputContainer
from av.error import FFmpegError

from cameras.sources.network import connect
from cameras.sources.packet_frame import PacketFrame
from cameras.sources.packets import newest_frames
from cameras.sources.rtsp_relay import Relay
from cameras.sources.rtsp_target import RtspTarget, target_of
from cameras.sources.source import CONNECT_TIMEOUT_S, CaptureOptions, Offline
from cameras.sources.video_stream import video_of

_MAX_HOPS = 7
"""Five redirects, and UDP instead of TCP once."""
_OPEN_WITHIN_S = 8.0
"""Less than a capture may be silent."""
_LOOK_EVERY_S = 1.0
_TCP, _UDP = "tcp", "udp"
_NO_SUCH_TRANSPORT = 461
_OPTIONS = {
    "protocol_whitelist": "rtsp,tcp,rtp,udp",
    "format_whitelist": "rtsp,sdp,mpegts",
    "allowed_media_types": "video",
    # Pictures are shown as they come: no need to watch for seconds first how many that are.
    "fpsprobesize": "0",
    "analyzeduration": "1000000",
}
_REASONS = {401: "refused", 403: "refused", 453: "busy", 503: "busy"}


@dataclass(frozen=True)
class RtspSource:
    """An opened RTSP stream."""

    container: InputContainer
    stream: VideoStream

    def frames(self) -> Iterator[PacketFrame | None]:
        """The newest frame each time, decoded when it is looked at. Raises Offline."""
        return newest_frames(self.container, self.stream)


@contextmanager
def opened(value: str, options: CaptureOptions) -> Iterator[RtspSource]:
    """Open an rtsp:// or rtsps:// address; redirects are judged, and followed.

    Raises Offline: `hung`, `closed`, `refused`, `busy`, `not_a_camera`, `garbage`, `no_video`,
    `unsupported_codec`, and as `network.connect` does.
    """
    until = time.monotonic() + _OPEN_WITHIN_S
    target, transport = target_of(value), _TCP
    for _hop in range(_MAX_HOPS):
        relay = Relay(connect(target.endpoint, options.certificate, _left_s(until)))
        try:
            container = _container(target, transport, relay, until)
            if container is not None:
                with container:
                    yield RtspSource(container, video_of(container))
                    return
        finally:
            relay.close()
        if relay.location:
            target = target.redirected(relay.location)
        else:
            transport = _UDP
    raise Offline("not_a_camera", "too many redirects")


def _container(
    target: RtspTarget, transport: str, relay: Relay, until: float
) -> InputContainer | None:
    """The opened video; None where the camera sends us elsewhere, or wants UDP. Raises Offline."""
    address, options = target.relayed(relay.port), _OPTIONS | {"rtsp_transport": transport}
    try:
        return av.open(address, options=options, timeout=(_left_s(until), _LOOK_EVERY_S))
    except FFmpegError as error:
        if relay.location or (relay.status == _NO_SUCH_TRANSPORT and transport == _TCP):
            return None
        raise Offline(_reason(relay), type(error).__name__) from error


def _left_s(until: float) -> float:
    """The time that one more step has. Raises Offline: `hung`."""
    left_s = until - time.monotonic()
    if left_s <= 0:
        raise Offline("hung")
    return min(CONNECT_TIMEOUT_S, left_s)


def _reason(relay: Relay) -> str:
    if relay.status >= 300:
        return _REASONS.get(relay.status, "not_a_camera")
    if relay.has_heard and not relay.status:
        return "not_a_camera"  # something that does not speak RTSP
    if relay.is_playing and not relay.has_media:
        return "no_video"
    return "closed" if relay.has_gone else "hung"
