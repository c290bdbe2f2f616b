"""Pictures that are sent to the site, read from the camera's inbox in Redis."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cameras.sources import inbox
from cameras.sources.jpeg_frame import JpegFrame
from cameras.sources.source import CaptureOptions, Offline

_LOOK_EVERY_S = 0.05


@dataclass(frozen=True)
class PushSource:
    """The inbox of one camera."""

    camera_id: int

    def frames(self) -> Iterator[JpegFrame | None]:
        """What is pushed, the newest each time. Raises Offline after 10 s without any."""
        last = b"0"
        since = time.monotonic()
        while time.monotonic() - since < inbox.LATELY_S:
            newest = inbox.newest(self.camera_id)
            if newest is not None and newest[0] != last:
                last, fields = newest
                since = time.monotonic()
                yield JpegFrame(float(fields[b"at"]), fields[b"jpeg"])
            else:
                time.sleep(_LOOK_EVERY_S)
                yield None
        # Looking again costs nothing: the next picture is shown when it comes.
        raise Offline("no_frames_pushed", retry_in_s=0)


@contextmanager
def opened(value: str, _options: CaptureOptions) -> Iterator[PushSource]:
    """Look into the inbox of the camera whose row's id is `value`."""
    yield PushSource(int(value))
