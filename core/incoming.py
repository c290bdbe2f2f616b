"""Writes uploaded files to disk as they come in, and of none more than it may have."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from core.part_headers import accept_any_name
from processing.clip_headers import is_clip

accept_any_name()


class IncomingFileHandler(TemporaryFileUploadHandler):
    """Django's handler, which stops writing at the limit and removes the file where writing fails.

    How much a file may have is judged by its first bytes, which tell a clip from a picture. Of one
    that is too large one byte past the limit is kept, so that whoever judges it sees that; its
    `size` is what was sent. Other files of the request are taken as usual.
    """

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """The file on disk has nothing of the sent name, whose suffix may be too long for it."""
        super().new_file(field_name, "picture", *args, **kwargs)
        self.file_name = self.file.name = file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start == 0:
            limits = settings.CLIP_LIMITS if is_clip(raw_data[:4096]) else settings.PICTURE_LIMITS
            self._max_bytes = limits.max_bytes
        room = self._max_bytes + 1 - start
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
