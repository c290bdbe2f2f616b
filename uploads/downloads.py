"""Sends the results of an upload to visitors: one picture, or all of them as a ZIP."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from zipstream import ZipStream

from core.downloads import chunks_of, read_in_thread, stored_response
from uploads.models import Picture
from uploads.names import download_name

_COPY_TYPES = {".jpg": "image/jpeg", ".webp": "image/webp"}


def picture_response(picture: Picture, *, download: bool, part: str = "") -> HttpResponseBase:
    """The result of a picture, to be shown or, with `download`, saved; `part`: a Range header."""
    return stored_response(
        picture.result, picture.media_type, _saved_as(picture), download=download, part=part
    )


def copy_response(picture: Picture, key: str) -> HttpResponseBase:
    """A small copy of a result by its key; that of the result itself is taken as well."""
    if key == picture.result:
        return picture_response(picture, download=False)
    suffix = _suffix(key)
    name = download_name(picture.name, f"-preview{suffix}")
    return stored_response(key, _COPY_TYPES[suffix], name, download=False)


def zip_response(pictures: Iterable[Picture]) -> StreamingHttpResponse:
    """All given results as one ZIP, made while it is sent; pictures are not compressed again."""
    archive = ZipStream(sized=False)
    for picture in pictures:
        stored = partial(default_storage.open, picture.result)
        archive.add(_opened(stored), f"{picture.number:02d}-{_saved_as(picture)}")
    response = StreamingHttpResponse(read_in_thread(iter(archive)), content_type="application/zip")
    if disposition := content_disposition_header(True, "gazokako.zip"):
        response["Content-Disposition"] = disposition
    return response


def _saved_as(picture: Picture) -> str:
    return download_name(picture.name, _suffix(picture.result))


def _suffix(key: str) -> str:
    return "." + key.rpartition(".")[2]


def _opened(open_file: "partial[File[bytes]]") -> Iterator[bytes]:
    """Open only when its turn has come: a ZIP of 20 pictures holds one file open."""
    with suppress(FileNotFoundError):  # deleted meanwhile: the others are still good
        yield from chunks_of(open_file())
