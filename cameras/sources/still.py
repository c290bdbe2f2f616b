"""Network cameras that give one picture for each question by HTTP."""

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cameras.sources.http_answer import Answer
from cameras.sources.http_client import HttpClient, client_of
from cameras.sources.http_pictures import one_picture
from cameras.sources.jpeg_frame import JpegFrame
from cameras.sources.metronome import Metronome
from cameras.sources.patience import Patience
from cameras.sources.source import CaptureOptions, Offline

_VALIDATORS = {"Last-Modified": "If-Modified-Since", "ETag": "If-None-Match"}


@dataclass
class StillSource:
    """A camera that is asked again and again, by one connection where it keeps that."""

    client: HttpClient
    fps: float
    patience: Patience
    _newest: JpegFrame | None = None
    _validators: dict[str, str] = field(default_factory=dict)

    def frames(self) -> Iterator[JpegFrame | None]:
        """The picture, as often a second as was asked for, also where it has not changed.

        Raises Offline: `garbage`, and as `HttpClient.get` does.
        """
        yield from self.frames_from((yield from self.client.get(self.patience, {})))

    def frames_from(self, first: Answer) -> Iterator[JpegFrame | None]:
        """The same frames, where the first answer has been read already."""
        metronome = Metronome(self.fps)
        answer: Answer | None = first
        while True:
            if answer is not None:
                yield (yield from self._picture(answer))
            metronome.beat()
            yield from metronome.waits()
            answer = yield from self._asked()

    def _asked(self) -> Generator[None, None, Answer | None]:
        """The next answer; None while the camera is busy, which it may be for a moment."""
        try:
            return (yield from self.client.get(self.patience, self._validators))
        except Offline as offline:
            if offline.code != "busy" or self.patience.is_over():
                raise
        self.client.close()
        return None

    def _picture(self, answer: Answer) -> Generator[None, None, JpegFrame | None]:
        if answer.response.status == 304 and self._newest is not None:
            frame: JpegFrame | None = JpegFrame(time.time(), self._newest.jpeg)
        else:
            frame = yield from one_picture(answer, self.patience)
        self.client.done(answer)
        if frame is not None:
            self.patience.came()
            self._newest = frame
            self._validators |= _validators_of(answer)
        elif self._newest is None:
            raise Offline("not_a_camera", answer.media_type)
        elif self.patience.is_over(is_garbage=True):
            raise Offline("garbage")
        return frame


def _validators_of(answer: Answer) -> dict[str, str]:
    headers = answer.response.headers
    return {ask: headers[name] for name, ask in _VALIDATORS.items() if name in headers}


@contextmanager
def opened(value: str, options: CaptureOptions) -> Iterator[StillSource]:
    """Connect to an http:// or https:// address. Raises Offline."""
    with client_of(value, options) as client:
        yield StillSource(client, options.fps, Patience(1 / options.fps))
