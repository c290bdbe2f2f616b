"""The stream of pictures in what FFmpeg has opened."""

from av import VideoStream
from av.container import InputContainer

from cameras.sources.source import Offline


def video_of(container: InputContainer) -> VideoStream:
    """The first stream of pictures, decoded by one thread: a machine has more cameras than one.

    Raises Offline: `no_video`, `unsupported_codec`.
    """
    if not container.streams.video:
        raise Offline("no_video")
    stream = container.streams.video[0]
    if stream.codec_context is None:
        raise Offline("unsupported_codec")
    stream.codec_context.thread_count = 1
    stream.codec_context.thread_type = "NONE"
    return stream
