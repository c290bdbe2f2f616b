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
from django.db import transaction
from django.utils import timezone
from structlog.contextvars import bind_contextvars

from core.deadlines import DeadlinePassedError, deadline
from core.job_queue import send
from core.job_row import queued_now
from core.stored_files import StorageTrouble
from core.trouble import trouble_of
from processing.headers import sniff
from processing.recipe import Recipe
from processing.refusal import Refused
from uploads.counts import count_refusals
from uploads.models import Picture, Upload
from uploads.names import display_name
from uploads.orphan_removal import abandon
from uploads.orphaned_file import mark_pending, own

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
    """Write the originals, then the rows, then wake the workers; all or nothing.

    From before the first file until the rows own it the folder is named as an orphan, so that it
    is removed even if this process is killed.
    """
    folder = f"{upload.folder}/"
    try:
        mark_pending([folder])
        pictures = [_stored(upload, number, file) for number, file in enumerate(files, start=1)]
        with transaction.atomic():
            upload.save()
            created = Picture.objects.bulk_create(pictures)
            own([folder])
    except Exception as error:
        _abandon(folder, files)
        if isinstance(error, (OSError, StorageTrouble)):
            trouble = trouble_of(error)
            raise Refused(trouble.code if trouble else "storage") from error
        raise
    transaction.on_commit(lambda: send(Picture.task_name, [picture.pk for picture in created]))


def _abandon(folder: str, files: Sequence[SentFile]) -> None:
    """Remove what was sent and stored of an upload without rows, as far as storage lets us."""
    for file in files:
        file.close()
    with suppress(DeadlinePassedError), deadline(_DISCARD_WITHIN_S):
        abandon([folder])


def _stored(upload: Upload, number: int, file: SentFile) -> Picture:
    if number > 1:
        mark_pending([f"{upload.folder}/"])  # many files, or slow storage, have as long as it takes
    return Picture(
        upload=upload,
        number=number,
        name=display_name(file.name or ""),
        original=default_storage.save(f"{upload.folder}/{number}-original", file),
        **queued_now(),
    )
