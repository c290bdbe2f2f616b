"""Uploads: what pages, jobs and housekeeping cost at 1,000 to 1,000,000 of them.

Wants a PostgreSQL server: `scripts/with-postgres python -m benchmarks.growth`.
"""

import hashlib
import io
import sys
from collections.abc import Callable
from datetime import timedelta

from benchmarks.at_sizes import Question, compare, private_site
from benchmarks.sample_rows import copies

_WAITING = 100
"""So many pictures are queued at every size; all others are done, one in a thousand failed."""

_UPLOAD = {
    "slug": "md5('s' || i)",
    "folder": "md5('f' || i)",
    "delete_token_hash": "md5('t' || i)",
    "created_at": "now() - i * interval '2 seconds'",
    "expires_at": "now() + interval '20 days' + i * interval '1 second'",
}
_PICTURE = {
    "upload_id": "u.id",
    "state": "CASE WHEN i %% 1000 = 0 THEN 'failed' ELSE 'done' END",
    "error_code": "CASE WHEN i %% 1000 = 0 THEN 'damaged' ELSE '' END",
    "attempts": "1",
    "original": "u.folder || '/1-original'",
    "result": "u.folder || '/1-result.jpg'",
    "media_type": "'image/jpeg'",
    "due_at": "u.created_at",
    "queued_at": "u.created_at",
    "ended_at": "u.created_at",
    "original_bytes": "100000",
    "result_bytes": "100000",
}
_NUMBERS = "generate_series(%s, %s) AS i"


def main() -> int:
    """Measure at each size."""
    with private_site():
        _add_waiting()
        return compare(_fill, _questions)


def _add_waiting() -> None:
    from django.utils import timezone  # noqa: PLC0415  (Django is set up only now)

    from uploads.models import Picture, Upload  # noqa: PLC0415

    later = timezone.now() + timedelta(days=1)
    uploads = [Upload(recipe=[{"op": "faces"}], expires_at=later) for _ in range(_WAITING)]
    Upload.objects.bulk_create(uploads)
    Picture.objects.bulk_create(
        Picture(upload=upload, number=1, original=f"{upload.folder}/1-original")
        for upload in uploads
    )


def _fill(rows: int, size: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from uploads.models import Picture  # noqa: PLC0415

    picture = Picture.objects.select_related("upload").filter(state="queued")[0]
    uploads = copies(picture.upload, _UPLOAD, _NUMBERS)
    theirs = f"{_NUMBERS} JOIN uploads_upload AS u ON u.slug = md5('s' || i)"
    pictures = copies(picture, _PICTURE, theirs)
    with connection.cursor() as cursor:
        cursor.execute(uploads, (rows + 1, size))
        cursor.execute(pictures, (rows + 1, size))
        cursor.execute("VACUUM ANALYZE")


def _questions(size: int) -> dict[str, Question]:
    """What visitors, workers, the housekeeping and staff ask."""
    slug = hashlib.md5(f"s{size // 2}".encode(), usedforsecurity=False).hexdigest()
    get, staff = _client(is_staff=False), _client(is_staff=True)
    return {
        "GET /": lambda: get("/"),
        "GET /r/SLUG/": lambda: get(f"/r/{slug}/"),
        "GET /api/v1/uploads/SLUG": lambda: get(f"/api/v1/uploads/{slug}"),
        "GET /metrics": lambda: get("/metrics"),
        "staff: uploads in /admin/": lambda: staff("/admin/uploads/upload/"),
        "staff: queue and failures": _glance,
        **_jobs(),
    }


def _jobs() -> dict[str, Question]:
    from core.job_sweep import sweep  # noqa: PLC0415
    from uploads.models import Picture  # noqa: PLC0415
    from uploads.removal import purge  # noqa: PLC0415

    waiting = Picture.objects.filter(state="queued").order_by("queued_at")[0].pk
    return {
        "an upload arrives": lambda: _undone(_arrive),
        "a picture is claimed and fails": lambda: _undone(lambda: _fail(waiting)),
        "sweep": lambda: sweep(Picture),
        "purge, nothing expired": purge,
    }


def _client(*, is_staff: bool) -> Callable[[str], object]:
    """GETs addresses through the whole of Django."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client = Client()
    if is_staff:
        users = get_user_model().objects
        client.force_login(
            users.filter(username="staff").first() or users.create_superuser("staff")
        )

    def get(address: str) -> object:
        response = client.get(address, headers={"Host": "localhost"})
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        return response.content

    return get


def _glance() -> object:
    """The questions of /staff/ whose cost could grow."""
    from gazokako.staff_overview import SHOWN_FAILURES, failed  # noqa: PLC0415
    from uploads.metrics import metrics_of_rows  # noqa: PLC0415

    return list(metrics_of_rows()), list(failed()[:SHOWN_FAILURES])


def _arrive() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    from core.stored_files import discard_folder  # noqa: PLC0415
    from processing.recipe import Recipe  # noqa: PLC0415
    from uploads.intake import submit  # noqa: PLC0415

    file = SimpleUploadedFile("a.png", _PNG)
    upload = submit([file], Recipe.parse([{"op": "grayscale"}]), 3600).upload
    discard_folder(upload.folder)


def _fail(picture_id: int) -> None:
    from uploads.models import Picture  # noqa: PLC0415

    picture = Picture.claim(picture_id)
    if picture is None or not picture.fail("damaged"):
        raise RuntimeError(f"picture {picture_id} could not be claimed")


def _undone(action: Question) -> None:
    """Do something in a transaction that is rolled back."""
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        action()
        transaction.set_rollback(True)


def _png() -> bytes:
    from PIL import Image  # noqa: PLC0415

    content = io.BytesIO()
    Image.new("L", (8, 8)).save(content, "PNG")
    return content.getvalue()


_PNG = _png()


if __name__ == "__main__":
    sys.exit(main())
