"""The pictures in the body of an answer by HTTP."""

import time
from collections.abc import Generator, Iterator

from cameras.sources.http_answer import Answer
from cameras.sources.jpeg_frame import JpegFrame
from cameras.sources.jpeg_splitter import MAX_JPEG_BYTES, JpegSplitter, NoJpegs
from cameras.sources.patience import Patience
from cameras.sources.source import Offline

_LOOK_EVERY_S = 0.5
_GARBAGE_BYTES = 10_000
"""More than heads of parts and what cameras leave behind their pictures."""


def pictures(answer: Answer, patience: Patience) -> Iterator[JpegFrame | None]:
    """The newest JPEG each time, to the end of the body; None while there is none.

    The first is tried before it is given: a camera that sends nothing readable is never live.
    Raises Offline: `hung`, `closed`, `garbage`.
    """
    splitter = JpegSplitter()
    is_proven, has_bad = False, False
    while not answer.is_over:
        newest = _newest(answer, splitter)
        frame = None if newest is None else JpegFrame(time.time(), newest)
        if frame is not None and not is_proven:
            is_proven = frame.is_readable
            has_bad = not is_proven
        if frame is not None and is_proven:
            patience.came()
            yield frame
            continue
        is_garbage = has_bad or splitter.wasted_bytes > _GARBAGE_BYTES
        if patience.is_over(is_garbage=is_garbage):
            raise Offline("garbage" if is_garbage else "hung")
        yield None


def one_picture(answer: Answer, patience: Patience) -> Generator[None, None, JpegFrame | None]:
    """The one picture that an answer is, of any format; None where it cannot be read.

    A JPEG is taken when it is whole, whatever the length in the answer's head says. Raises
    Offline: `hung`, `closed`.
    """
    splitter, body = JpegSplitter(), bytearray()
    jpeg = None
    while jpeg is None and not answer.is_over and len(body) <= MAX_JPEG_BYTES:
        for piece in answer.ready_pieces(_LOOK_EVERY_S):
            body += piece
            jpeg = jpeg or splitter.feed(piece)
        if jpeg is None and patience.is_over():
            raise Offline("hung")
        yield None
    frame = JpegFrame(time.time(), jpeg or bytes(body))
    return frame if frame.is_readable else None


def _newest(answer: Answer, splitter: JpegSplitter) -> bytes | None:
    newest = None
    try:
        for piece in answer.ready_pieces(_LOOK_EVERY_S):
            newest = splitter.feed(piece) or newest
    except NoJpegs as error:
        raise Offline("garbage") from error
    return newest
