"""Storage that speaks S3 (Amazon's, MinIO, R2, B2): pictures in a private bucket.

Each object is written once, and every fault is an OSError.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from core.deadlines import DeadlinePassedError, deadline
from core.s3_sending import SendWithDeadlines
from core.stored_files import StorageUnavailableError

_COPIED_BYTES = 1 << 20
_CONFIG = Config(
    # Hosts' names for buckets are not everywhere set up; paths are understood by all.
    s3={"addressing_style": "path"},
    signature_version="s3v4",
    retries={"mode": "standard", "total_max_attempts": 3},
    # Checksums of Amazon's own, which other makers refuse.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


@contextmanager
def errors_as_oserror() -> Iterator[None]:
    """Raise every error of Amazon's client as an OSError, which users of storage expect."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            raise FileNotFoundError(str(error)) from error
        raise StorageUnavailableError(str(error)) from error
    except (DeadlinePassedError, BotoCoreError, HTTPError) as error:
        raise StorageUnavailableError(f"{type(error).__name__}: {error}") from error


class PrivateS3Bucket(S3Storage):  # type: ignore[misc]
    """Django storage on a private bucket; each of its operations ends within `within_s` seconds.

    The client is made on first use, so never before a fork. Keys are never used twice, so a
    request that is tried again stores the same once more.
    """

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "client_config": _CONFIG, "within_s": 30.0}

    @cached_property
    def connection(self) -> Any:
        """One for all threads; the library's own is made anew in each."""
        session = boto3.Session(self.access_key, self.secret_key)
        options = {"endpoint_url": self.endpoint_url, "region_name": self.region_name}
        made = session.resource("s3", config=self.client_config, **options)
        made.meta.client.meta.events.register("before-send.s3", SendWithDeadlines())
        return made

    def signed_address(self, key: str, media_type: str, disposition: str) -> str:
        """An address that shows one object, as this type and name, for ten minutes at most."""
        shown_as = {"ResponseContentType": media_type, "ResponseContentDisposition": disposition}
        with errors_as_oserror():
            return str(self.url(key, shown_as))

    def _save(self, name: str, content: Any) -> str:
        content.seek(0)
        with self._bounded():
            self.connection.meta.client.put_object(
                Bucket=self.bucket_name,
                Key=self._normalize_name(name),
                Body=content,
                ContentLength=content.size,
                ContentType="application/octet-stream",
                CacheControl="private, no-store",
            )
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":  # noqa: ARG002  (Django's)
        """Downloads at once; past `max_memory_size` to a temporary file on disk."""
        content = SpooledTemporaryFile(max_size=self.max_memory_size)  # noqa: SIM115
        with self._bounded():
            stored = self.connection.meta.client.get_object(
                Bucket=self.bucket_name, Key=self._normalize_name(name)
            )
            shutil.copyfileobj(stored["Body"], content, _COPIED_BYTES)
        content.seek(0)
        return File(content, name)

    def delete(self, name: str) -> None:
        with self._bounded():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with self._bounded():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with self._bounded():
            return int(super().size(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """The names of folders and of files right below a folder."""
        with self._bounded():
            folders, files = super().listdir(path)
        return folders, files

    @contextmanager
    def _bounded(self) -> Iterator[None]:
        with errors_as_oserror(), deadline(self.within_s):
            yield
