"""The data of the staff page: the parts of the site, the queue, failures, cameras and storage."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet, Sum
from redis.exceptions import RedisError

from cameras.models import Camera
from cameras.web.presentation import ShownCamera, present_all
from core.disk import free_bytes
from core.job_queue import lengths
from core.refusals import message_for
from gazokako.readiness import readiness
from recordings.models import RecordingTotals
from uploads.metrics import oldest_wait_s
from uploads.models import Picture

SHOWN_FAILURES = 20


@dataclass(frozen=True)
class Queue:
    """Unfinished pictures by their rows, how long the oldest has waited, and Redis' queues."""

    queued: int
    running: int
    oldest_s: float
    messages: dict[str, int]


@dataclass(frozen=True)
class Failure:
    """A picture that failed, and the sentence its owner was shown."""

    picture: Picture
    sentence: str


@dataclass(frozen=True)
class Storage:
    """Where pictures are, free bytes there (None: in a bucket), and what recordings take of it."""

    place: str
    free_bytes: int | None
    recordings: int
    recording_bytes: int


@dataclass(frozen=True)
class StaffOverview:
    """Everything on the page."""

    parts: dict[str, str]
    queue: Queue
    failures: list[Failure]
    cameras: list[ShownCamera]
    storage: Storage


def staff_overview() -> StaffOverview:
    """Collect the data now; takes two seconds where no worker answers."""
    return StaffOverview(
        parts=readiness(),
        queue=_queue(),
        failures=[
            Failure(picture, message_for(picture.error_code))
            for picture in failed()[:SHOWN_FAILURES]
        ],
        cameras=present_all(Camera.objects.all()),
        storage=_storage(),
    )


def failed() -> "QuerySet[Picture]":
    """Failed pictures of uploads that are still there, the latest first."""
    return Picture.objects.failed().select_related("upload").order_by("-ended_at")


def _queue() -> Queue:
    of_state = Picture.objects.filter
    return Queue(
        queued=of_state(state=Picture.State.QUEUED).count(),
        running=of_state(state=Picture.State.RUNNING).count(),
        oldest_s=oldest_wait_s(),
        messages=_messages(),
    )


def _messages() -> dict[str, int]:
    """The lengths of the queues; {} without Redis, which `parts` then reports."""
    try:
        return lengths()
    except RedisError:
        return {}


def _storage() -> Storage:
    totals = RecordingTotals.objects.aggregate(count=Sum("count"), size=Sum("size_bytes"))
    return Storage(
        place=settings.BUCKET_NAME or str(settings.DATA_DIR),
        free_bytes=free_bytes(),
        recordings=totals["count"] or 0,
        recording_bytes=totals["size"] or 0,
    )
