"""Network cameras that send JPEGs over HTTP, one after another, or one for each question."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cameras.sources.http_answer import Answer
from cameras.sources.http_client import HttpClient, client_of
from cameras.sources.http_pictures import pictures
from cameras.sources.jpeg_frame import JpegFrame
from cameras.sources.patience import Patience
from cameras.sources.source import CaptureOptions, Offline
from cameras.sources.still import StillSource

_JPEG_TYPES = ("", "image/jpeg", "image/jpg", "application/octet-stream")


@dataclass(frozen=True)
class MjpegSource:
    """A camera whose answer is a stream; or a picture, and then it is polled."""

    client: HttpClient
    fps: float

    def frames(self) -> Iterator[JpegFrame | None]:
        """The newest whole JPEG each time.

        Raises Offline: `hung`, `closed`, `garbage`, and as `HttpClient.get` does.
        """
        patience = Patience()
        answer = yield from self.client.get(patience, {})
        if _is_picture(answer):
            yield from self._polled().frames_from(answer)
        count = 0
        for frame in pictures(answer, patience):
            count += frame is not None
            yield frame
        if count == 1 and not answer.is_multipart:
            self.client.close()
            yield from self._polled().frames()
        raise Offline("closed" if count or answer.is_multipart else "not_a_camera")

    def _polled(self) -> StillSource:
        return StillSource(self.client, self.fps, Patience(1 / self.fps))


def _is_picture(answer: Answer) -> bool:
    """Whether an answer is one picture by its head; a JPEG may also be the first of many."""
    has_length = answer.response.length is not None
    is_image = answer.media_type.startswith("image/") and answer.media_type not in _JPEG_TYPES
    return not answer.is_multipart and (has_length or is_image)


@contextmanager
def opened(value: str, options: CaptureOptions) -> Iterator[MjpegSource]:
    """Connect to an http:// or https:// address, in CONNECT_TIMEOUT_S. Raises Offline."""
    with client_of(value, options) as client:
        yield MjpegSource(client, options.fps)
