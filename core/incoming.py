"""Writes uploaded files to disk as they come in, and of none more than it may have."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import multipartparser

# Of each part; Django's 1,024 bytes refuse the whole request for one file with a very long name.
multipartparser.MAX_TOTAL_HEADER_SIZE = 32_768  # type: ignore[attr-defined]


class IncomingFileHandler(TemporaryFileUploadHandler):
    """Django's handler, which stops writing at the limit and removes the file where writing fails.

    Of a file that is too large one byte past the limit is kept, so that whoever judges it sees
    that; its `size` is what was sent. Other files of the request are taken as usual.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = settings.PICTURE_LIMITS.max_bytes + 1 - start
        if room > 0:
            with self._removed_on_failure():
                super().receive_data_chunk(raw_data[:room], start)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Writes what was buffered, too."""
        with self._removed_on_failure():
            return super().file_complete(file_size)

    @contextmanager
    def _removed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            with suppress(OSError):  # what is buffered cannot be written now either
                self.file.close()  # removes it
            raise
