"""Streams stored files to visitors, so that no file is whole in the web process's memory."""

from collections.abc import AsyncIterator, Iterator
from functools import partial

from asgiref.sync import sync_to_async
from django.core.files import File
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from core.ranges import RangeNotSatisfiable, requested_range

_CHUNK_BYTES = 1 << 18


def stored_response(
    key: str, media_type: str, name: str, *, download: bool, part: str = ""
) -> HttpResponseBase:
    """A stored file, to be shown or, with `download`, saved as `name`. Raises Http404.

    `part` is the request's Range header where ranges are supported. With a bucket the answer is a
    redirect to a signed address of the file, valid for a few minutes.
    """
    disposition = content_disposition_header(download, name) or "inline"
    if hasattr(default_storage, "signed_address"):
        return HttpResponseRedirect(default_storage.signed_address(key, media_type, disposition))
    try:
        stored = default_storage.open(key)
    except FileNotFoundError as error:  # deleted since the row was read
        raise Http404 from error
    response = _streamed(stored, part)
    response["Content-Type"] = media_type
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = disposition
    return response


def _streamed(stored: "File[bytes]", part: str) -> HttpResponseBase:
    size = stored.size
    try:
        asked = requested_range(part, size)
    except RangeNotSatisfiable:
        stored.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    sent = asked or range(size)
    response = StreamingHttpResponse(read_in_thread(chunks_of(stored, sent)))
    response["Content-Length"] = len(sent)
    if asked is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {sent.start}-{sent.stop - 1}/{size}"
    return response


def chunks_of(file: "File[bytes]", part: range | None = None) -> Iterator[bytes]:
    """The bytes of a file, or of a part of it, in pieces; closes it at the end."""
    with file:
        if part is None:
            yield from file.chunks(_CHUNK_BYTES)
            return
        file.seek(part.start)
        for begin in range(part.start, part.stop, _CHUNK_BYTES):
            yield file.read(min(_CHUNK_BYTES, part.stop - begin))


async def read_in_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Reading blocks, so each piece is read in a thread, while the event loop serves others."""
    take = sync_to_async(partial(next, chunks, b""), thread_sensitive=False)
    while chunk := await take():
        yield chunk
