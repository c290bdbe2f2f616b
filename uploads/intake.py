"""Intake: judges what was sent, keeps what is good, says why the rest is not."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from structlog.contextvars import bind_contextvars

from core.deadlines import DeadlinePassedError, deadline
from core.job_queue import send, wake
from core.job_row import queued_now
from core.rate_limits import charge
from core.stored_files import StorageTrouble
from core.trouble import trouble_of
from processing.recipe import Recipe
from processing.refusal import Refused
from uploads.capacity import ask_for_room, note_stored
from uploads.counts import count_refusals
from uploads.judging import GoodFile, RefusedFile, SentFile, judge
from uploads.models import Clip, Picture, Upload
from uploads.names import display_name
from uploads.originals import store_original
from uploads.orphan_removal import abandon
from uploads.orphaned_file import mark_pending, own
from uploads.turns import NEXT_TASK, turns
from uploads.upload_options import NO_OPTIONS, UploadOptions

logger = logging.getLogger(__name__)

_DISCARD_WITHIN_S = 2


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
        """The code of each file, in the order they were sent."""
        return tuple(file.code for file in self.files)


def submit(
    files: Sequence[SentFile],
    recipe: Recipe,
    expires_in_s: int,
    sender: str = "",
    options: UploadOptions = NO_OPTIONS,
) -> Submission:
    """Store the good files and queue their pictures; the bad ones are listed on the upload.

    `sender` stands for where they come from (core.client_address.sender_of), for fair turns and
    rate limits. Raises RateLimited and Refused (AllRefused where files were looked at); then
    nothing of them is left.
    """
    _judge_request(len(files), expires_in_s)
    good, refused = judge(files, recipe)
    if not good:
        raise AllRefused(refused)
    _judge_bytes(good)
    ask_for_room(len(good), sum(file.sent.size or 0 for file in good))
    charge("work", sender, sum(file.cost for file in good))
    upload = _new_upload(recipe, refused, expires_in_s, options)
    token = upload.new_delete_token()
    _keep(upload, good, sender)
    note_stored(sum(file.sent.size or 0 for file in good))
    bind_contextvars(upload_id=upload.pk)
    count_refusals(file.code for file in refused)
    return Submission(upload, token)


def _new_upload(
    recipe: Recipe, refused: Sequence[RefusedFile], expires_in_s: int, options: UploadOptions
) -> Upload:
    now = timezone.now()
    return Upload(
        recipe=recipe.as_json(),
        password_hash=make_password(options.password) if options.password else "",
        is_once=options.is_once,
        with_sound=options.with_sound,
        refused=[{"name": file.name, "code": file.code} for file in refused],
        created_at=now,
        expires_at=now + timedelta(seconds=expires_in_s),
    )


def _judge_request(files: int, expires_in_s: int) -> None:
    if not settings.MIN_UPLOAD_EXPIRES_IN_S <= expires_in_s <= settings.MAX_UPLOAD_EXPIRES_IN_S:
        raise Refused("invalid_request")
    if not files:
        raise Refused("empty_file")
    if files > settings.MAX_FILES_PER_UPLOAD:
        raise Refused("too_many_files")


def _judge_bytes(good: Sequence[GoodFile]) -> None:
    """A request may be larger than pictures may be together, since clips are."""
    together = sum(file.sent.size or 0 for file in good if not file.is_clip)
    if together > settings.MAX_PICTURE_BYTES_PER_REQUEST:
        raise Refused("too_much_at_once")


def _keep(upload: Upload, files: Sequence[GoodFile], sender: str) -> None:
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
            still = [one for one in pictures if not one.is_clip]
            _place(still, turns(sender, [one.cost for one in still]))
            Picture.objects.bulk_create(pictures)
            own([folder])
    except Exception as error:
        _abandon(folder, [file.sent for file in files])
        if isinstance(error, (OSError, StorageTrouble)):
            trouble = trouble_of(error)
            raise Refused(trouble.code if trouble else "storage") from error
        raise
    transaction.on_commit(lambda: _enqueue(pictures))


def _enqueue(rows: Sequence[Picture]) -> None:
    """Messages for pictures name none, since senders take turns; those for clips do."""
    if pictures := [one for one in rows if not one.is_clip]:
        wake(NEXT_TASK, len(pictures))
    if clips := [one.pk for one in rows if one.is_clip]:
        send(Clip.task_name, clips)


def _place(pictures: Sequence[Picture], places: Sequence[Mapping[str, object]]) -> None:
    for picture, place in zip(pictures, places, strict=True):
        for field, value in place.items():
            setattr(picture, field, value)


def _abandon(folder: str, files: Sequence[SentFile]) -> None:
    """Remove what was sent and stored of an upload without rows, as far as storage lets us."""
    for file in files:
        file.close()
    with suppress(DeadlinePassedError), deadline(_DISCARD_WITHIN_S):
        abandon([folder])


def _stored(upload: Upload, number: int, good: GoodFile) -> Picture:
    if number > 1:
        mark_pending([f"{upload.folder}/"])  # many files, or slow storage, have as long as it takes
    return Picture(
        upload=upload,
        number=number,
        kind=Picture.Kind.CLIP if good.is_clip else Picture.Kind.PICTURE,
        cost=good.cost,
        original_bytes=good.sent.size or 0,
        name=display_name(good.sent.name or ""),
        original=store_original(upload, number, good.sent),
        **queued_now(),
    )
