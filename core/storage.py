"""Google Cloud Storage: pictures in a private bucket, static files in a public one.

Each object is written once, and every fault is an OSError.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.files import File
from google.api_core.exceptions import (
    GoogleAPIError,
    NotFound,
    PreconditionFailed,
    from_http_response,
)
from google.auth.credentials import with_scopes_if_required
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import AuthorizedSession, Request
from google.cloud.storage import Client
from google.cloud.storage.exceptions import InvalidResponse
from google.cloud.storage.retry import DEFAULT_RETRY
from requests import RequestException, Session
from storages.backends.gcloud import GoogleCloudStorage

from core.deadlines import DeadlineAdapter, DeadlinePassedError, deadline, left_s
from core.stored_files import StorageUnavailableError

REQUEST_TIMEOUT_S = 15
PIECE_BYTES = 4 << 20
"""What is larger travels in pieces of this size, one in memory at a time."""


def client_with_deadlines(project_id: str, credentials: Any) -> Client:
    """Google's client, every request of which, for a new token too, keeps to `core.deadlines`."""
    renewing = Session()
    scoped = with_scopes_if_required(credentials, Client.SCOPE)  # type: ignore[no-untyped-call]
    session = AuthorizedSession(scoped, auth_request=Request(renewing))  # type: ignore[no-untyped-call]
    for one in (renewing, session):
        one.mount("https://", DeadlineAdapter())
        one.mount("http://", DeadlineAdapter())
    return Client(project=project_id, credentials=credentials, _http=session)


def retry() -> Any:
    """Tries again, after half a second and more, for as long as the deadline in force allows."""
    return DEFAULT_RETRY.with_delay(initial=0.5, maximum=4).with_timeout(min(left_s(), 30))


def _upload() -> dict[str, object]:
    return {
        "content_type": "application/octet-stream",
        "if_generation_match": 0,
        "retry": retry(),
        "timeout": REQUEST_TIMEOUT_S,
    }


@contextmanager
def _answers_as_exceptions() -> Iterator[None]:
    """Name an answer in the middle of an upload as the rest of Google's client would."""
    try:
        yield
    except InvalidResponse as error:
        raise from_http_response(error.response) from error  # type: ignore[no-untyped-call]


@contextmanager
def errors_as_oserror() -> Iterator[None]:
    """Raise every error of Google's client as an OSError, which users of storage expect."""
    try:
        yield
    except NotFound as error:
        raise FileNotFoundError(str(error)) from error
    except (DeadlinePassedError, GoogleAPIError, GoogleAuthError, RequestException) as error:
        raise StorageUnavailableError(f"{type(error).__name__}: {error}") from error


class PrivateBucket(GoogleCloudStorage):  # type: ignore[misc]
    """Django storage on a private bucket; each of its operations ends within `within_s` seconds.

    The client is made on first use, so never before a fork. Keys are never used twice: an upload
    asks for generation 0, so that a retried request cannot store twice, and finding the object
    there means that an earlier try arrived.
    """

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "within_s": 30.0}

    _client: Client | None

    @property
    def client(self) -> Client:
        if self._client is None:
            self._client = client_with_deadlines(self.project_id, self.credentials)
        return self._client

    def signed_address(self, key: str, media_type: str, disposition: str) -> str:
        """An address that shows one object, as this type and name, for ten minutes at most."""
        shown_as = {"response_type": media_type, "response_disposition": disposition}
        with errors_as_oserror():
            return str(self.url(key, shown_as if self.querystring_auth else None))

    def _save(self, name: str, content: Any) -> str:
        with self._bounded(), suppress(PreconditionFailed):
            blob = self.bucket.blob(self._normalize_name(name))
            blob.cache_control = "private, no-store"
            content.seek(0)
            if content.size <= PIECE_BYTES:
                blob.upload_from_file(content, size=content.size, **_upload())
            else:
                with (
                    _answers_as_exceptions(),
                    blob.open("wb", chunk_size=PIECE_BYTES, **_upload()) as target,
                ):
                    shutil.copyfileobj(content, target, PIECE_BYTES)
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":  # noqa: ARG002  (Django's)
        """Downloads at once; past `max_memory_size` to a temporary file on disk."""
        content = SpooledTemporaryFile(max_size=self.max_memory_size)  # noqa: SIM115
        with self._bounded():
            blob = self.bucket.blob(self._normalize_name(name))
            blob.download_to_file(content, retry=retry(), timeout=REQUEST_TIMEOUT_S)
        content.seek(0)
        return File(content, name)

    def delete(self, name: str) -> None:
        with self._bounded(), suppress(NotFound):
            self.bucket.delete_blob(self._normalize_name(name), retry=retry())

    def exists(self, name: str) -> bool:
        with self._bounded():
            return self.bucket.get_blob(self._normalize_name(name), retry=retry()) is not None

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The names of folders and of files right below a folder."""
        prefix = self._normalize_name(path) + "/"
        with self._bounded():
            found = self.bucket.list_blobs(prefix=prefix, delimiter="/", retry=retry())
            files = [blob.name.removeprefix(prefix) for blob in found]
            folders = [name.removeprefix(prefix).rstrip("/") for name in found.prefixes]
        return folders, files

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        with errors_as_oserror(), deadline(self.within_s):
            yield


class PublicBucket(GoogleCloudStorage):  # type: ignore[misc]
    """A bucket that everyone may read, for static files whose names change with their content."""

    def names(self, prefix: str) -> set[str]:
        """Every key that begins with a prefix."""
        with errors_as_oserror():
            return {blob.name for blob in self.bucket.list_blobs(prefix=prefix, retry=retry())}

    def publish(self, key: str, content: bytes, media_type: str, encoding: str | None) -> None:
        """Store an object for good; browsers may keep it for ever."""
        with errors_as_oserror(), suppress(PreconditionFailed):
            blob = self.bucket.blob(key)
            blob.cache_control = "public, max-age=31536000, immutable"
            blob.content_encoding = encoding
            blob.upload_from_string(
                content,
                content_type=media_type,
                if_generation_match=0,
                retry=retry(),
                timeout=REQUEST_TIMEOUT_S,
            )
