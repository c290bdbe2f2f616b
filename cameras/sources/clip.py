"""Video files below CAMERA_FILES_DIR, played at their own pace, in a loop or once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import av
from av import VideoStream
from av.container import InputContainer
from av.error import FFmpegError

from cameras.sources.av_frame import AvFrame
from cameras.sources.metronome import Metronome
from cameras.sources.source import CaptureOptions, ClipEnded, Offline
from cameras.sources.video_stream import video_of

_USUAL_FPS = 25.0
_OPTIONS = {
    # A playlist would lead out of the folder.
    "protocol_whitelist": "file",
    "format_whitelist": "avi,mov,matroska,mpegts,mpeg,mpegvideo,mpjpeg,mjpeg,h264,hevc,m4v,ivf,"
    "flv,asf,ogg,gif",
}


@dataclass(frozen=True)
class ClipSource:
    """A file that can be read."""

    path: str
    plays_once: bool

    def frames(self) -> Iterator[AvFrame | None]:
        """Each frame when its time has come; one that comes too late is skipped, not shown late.

        Raises Offline: `garbage`; ClipEnded.
        """
        while True:
            # Opened anew for each round: not every file can be wound back.
            with _opened_video(self.path) as (container, stream):
                yield from self._round(container, stream)
            if self.plays_once:
                raise ClipEnded

    def _round(self, container: InputContainer, stream: VideoStream) -> Iterator[AvFrame | None]:
        fps = float(stream.average_rate or 0)
        metronome = Metronome(fps if 0.1 <= fps <= 240 else _USUAL_FPS)
        is_empty = True
        try:
            for picture in container.decode(stream):
                is_empty = False
                yield from metronome.waits()
                if not metronome.is_late or self.plays_once:
                    yield AvFrame(time.time(), picture)
                metronome.beat()
        except FFmpegError as error:
            raise Offline("garbage", type(error).__name__) from error
        if is_empty:
            raise Offline("garbage")


@contextmanager
def opened(value: str, options: CaptureOptions) -> Iterator[ClipSource]:
    """Open the file at path `value`. Raises Offline: `garbage`, `no_video`, `unsupported_codec`."""
    with _opened_video(value):
        yield ClipSource(value, options.plays_once)


@contextmanager
def _opened_video(path: str) -> Iterator[tuple[InputContainer, VideoStream]]:
    try:
        container = av.open(path, options=_OPTIONS)
    except (FFmpegError, OSError) as error:
        raise Offline("garbage", type(error).__name__) from error
    with container:
        yield container, video_of(container)
