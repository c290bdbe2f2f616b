"""Writes uploaded files to disk as they come in."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class IncomingFileHandler(TemporaryFileUploadHandler):
    """Django's handler, which also removes the file where writing it fails."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with self._removed_on_failure():
            super().receive_data_chunk(raw_data, start)

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
