"""Google Cloud Storage: pictures in a private bucket, static files in a public one.

Each object is written once, and every fault is an OSError.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.files import File
from google.api_core.exceptions import (
    GoogleAPIError,
    NotFound,
    PreconditionFailed,
    from_http_response,
)
from google.auth.exceptions import GoogleAuthError
from google.cloud.storage.exceptions import InvalidResponse
from google.cloud.storage.retry import DEFAULT_RETRY
from requests import RequestException
from storages.backends.gcloud import GoogleCloudStorage

RETRY = DEFAULT_RETRY.with_timeout(30)
REQUEST_TIMEOUT_S = 15
PIECE_BYTES = 4 << 20
"""What is larger travels in pieces of this size, one in memory at a time."""

_UPLOAD = {
    "content_type": "application/octet-stream",
    "if_generation_match": 0,
    "retry": RETRY,
    "timeout": REQUEST_TIMEOUT_S,
}


class StorageUnavailableError(OSError):
    """The bucket did not do what was asked; the rooms above treat it like a disk that fails."""


@contextmanager
def _answers_as_exceptions() -> Iterator[None]:
    """Name an answer in the middle of an upload as the rest of Google's client would."""
    try:
        yield
    except InvalidResponse as error:
        raise from_http_response(error.response) from error  # type: ignore[no-untyped-call]


@contextmanager
def told_as_oserror() -> Iterator[None]:
    """Every way in which Google's client fails, as the one error that users of storage expect."""
    try:
        yield
    except NotFound as error:
        raise FileNotFoundError(str(error)) from error
    except (GoogleAPIError, GoogleAuthError, RequestException) as error:
        raise StorageUnavailableError(f"{type(error).__name__}: {error}") from error


class PrivateBucket(GoogleCloudStorage):  # type: ignore[misc]
    """Django storage on a private bucket.

    The client is made on first use, so never before a fork. Keys are never used twice: an upload
    asks for generation 0, so that a retried request cannot store twice, and finding the object
    there means that an earlier try arrived.
    """

    def signed_address(self, key: str, media_type: str, disposition: str) -> str:
        """An address that shows one object, as this type and name, for ten minutes at most."""
        shown_as = {"response_type": media_type, "response_disposition": disposition}
        with told_as_oserror():
            return str(self.url(key, shown_as if self.querystring_auth else None))

    def _save(self, name: str, content: Any) -> str:
        with told_as_oserror(), suppress(PreconditionFailed):
            blob = self.bucket.blob(self._normalize_name(name))
            blob.cache_control = "private, no-store"
            content.seek(0)
            if content.size <= PIECE_BYTES:
                blob.upload_from_file(content, size=content.size, **_UPLOAD)
            else:
                with (
                    _answers_as_exceptions(),
                    blob.open("wb", chunk_size=PIECE_BYTES, **_UPLOAD) as target,
                ):
                    shutil.copyfileobj(content, target, PIECE_BYTES)
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Downloads when first read; past `max_memory_size` to a temporary file on disk."""
        with told_as_oserror():
            file: File[bytes] = super()._open(name, mode)
            return file

    def delete(self, name: str) -> None:
        with told_as_oserror():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with told_as_oserror():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with told_as_oserror():
            directories, files = super().listdir(path)
            return directories, files


class PublicBucket(GoogleCloudStorage):  # type: ignore[misc]
    """A bucket that everyone may read, for static files whose names change with their content."""

    def names(self, prefix: str) -> set[str]:
        """Every key that begins with a prefix."""
        with told_as_oserror():
            return {blob.name for blob in self.bucket.list_blobs(prefix=prefix, retry=RETRY)}

    def publish(self, key: str, content: bytes, media_type: str, encoding: str | None) -> None:
        """Store an object for good; browsers may keep it for ever."""
        with told_as_oserror(), suppress(PreconditionFailed):
            blob = self.bucket.blob(key)
            blob.cache_control = "public, max-age=31536000, immutable"
            blob.content_encoding = encoding
            blob.upload_from_string(
                content,
                content_type=media_type,
                if_generation_match=0,
                retry=RETRY,
                timeout=REQUEST_TIMEOUT_S,
            )
