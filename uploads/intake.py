"""The door of the site: judges what was sent, keeps what is good, says why the rest is not."""

import logging
import mmap
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from structlog.contextvars import bind_contextvars

from core.deadlines import DeadlinePassedError, deadline
from core.stored_files import StorageTrouble, discard_folder
from core.trouble import trouble_of
from processing.headers import sniff
from processing.recipe import Recipe
from processing.refusal import Refused
from uploads.counts import count_refusals
from uploads.models import Picture, Upload
from uploads.names import display_name
from uploads.queue import enqueue

logger = logging.getLogger(__name__)

SentFile: TypeAlias = "UploadedFile[bytes]"

_DISCARD_WITHIN_S = 2


@dataclass(frozen=True)
class RefusedFile:
    """A file that was turned away: its name, made fit to be shown, and the code of the reason."""

    name: str
    code: str


@dataclass(frozen=True)
class Submission:
    """An upload that is stored and queued; `delete_token` exists nowhere else."""

    upload: Upload
    delete_token: str


class AllRefused(Refused):
    """Not one file was good; the first one's code stands for all."""

    def __init__(self, files: Sequence[RefusedFile]) -> None:
        super().__init__(files[0].code)
        self.files = files

    @property
    def codes(self) -> tuple[str, ...]:
        """Each file's."""
        return tuple(file.code for file in self.files)


def submit(files: Sequence[SentFile], recipe: Recipe, expires_in_s: int) -> Submission:
    """Store the good files and queue their pictures; the bad ones are listed on the upload.

    Raises Refused (AllRefused where files were looked at); then nothing of them is left.
    """
    if not settings.MIN_UPLOAD_EXPIRES_IN_S <= expires_in_s <= settings.MAX_UPLOAD_EXPIRES_IN_S:
        raise Refused("invalid_request")
    if not files:
        raise Refused("empty_file")
    if len(files) > settings.MAX_FILES_PER_UPLOAD:
        raise Refused("too_many_files")
    good, refused = _judge(files)
    if not good:
        raise AllRefused(refused)
    now = timezone.now()
    upload = Upload(
        recipe=recipe.as_json(),
        refused=[{"name": file.name, "code": file.code} for file in refused],
        created_at=now,
        expires_at=now + timedelta(seconds=expires_in_s),
    )
    token = upload.new_delete_token()
    _keep(upload, good)
    bind_contextvars(upload_id=upload.pk)
    count_refusals(file.code for file in refused)
    return Submission(upload, token)


def _judge(
    files: Sequence[SentFile],
) -> tuple[list[SentFile], list[RefusedFile]]:
    good: list[SentFile] = []
    refused: list[RefusedFile] = []
    for file in files:
        try:
            _sniff(file)
        except Refused as refusal:
            refused.append(RefusedFile(display_name(file.name or ""), refusal.code))
        else:
            good.append(file)
    return good, refused


def _sniff(file: SentFile) -> None:
    """Judge a file by its header without reading all of it into memory."""
    limits = settings.PICTURE_LIMITS
    if not file.size or not isinstance(file, TemporaryUploadedFile):
        sniff(file.read(), limits)
        return
    with (
        Path(file.temporary_file_path()).open("rb") as stored,
        mmap.mmap(stored.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        sniff(content, limits)


def _keep(upload: Upload, files: Sequence[SentFile]) -> None:
    """Write the originals, then the rows, then wake the workers; all or nothing."""
    try:
        pictures = [
            Picture(
                upload=upload,
                number=number,
                name=display_name(file.name or ""),
                original=default_storage.save(f"{upload.folder}/{number}-original", file),
            )
            for number, file in enumerate(files, start=1)
        ]
        with transaction.atomic():
            upload.save()
            created = Picture.objects.bulk_create(pictures)
    except Exception as error:
        _discard(upload)
        if isinstance(error, OSError):
            trouble = trouble_of(error)
            raise Refused(trouble.code if trouble else "storage") from error
        raise
    transaction.on_commit(lambda: enqueue(picture.pk for picture in created))


def _discard(upload: Upload) -> None:
    """Remove the stored files of an upload without rows.

    Where storage refuses, a row of a deleted upload has `uploads.removal.purge` do it later.
    """
    try:
        with deadline(_DISCARD_WITHIN_S):
            discard_folder(upload.folder)
    except (StorageTrouble, DeadlinePassedError) as trouble:
        logger.warning("what was stored of a refused upload stays for now: %s", trouble)
        now = timezone.now()
        with suppress(DatabaseError):  # away as well: the sentence above is all that is left
            Upload.objects.create(folder=upload.folder, recipe=[], expires_at=now, deleted_at=now)
