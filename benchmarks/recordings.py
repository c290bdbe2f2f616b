"""Recordings: what a page, a day at a glance and a round of retention cost, 10^3 to 10^6 rows.

Wants a PostgreSQL server: `scripts/with-postgres python -m benchmarks.recordings`.
"""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from benchmarks.at_sizes import SIZES, compare, private_site
from benchmarks.sample_rows import copies

_EVERY_S = 86.4
"""1,000 recordings a day: the first is full at every size. An observer sent one in a hundred."""
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)

_RECORDING = {
    "key": "md5('k' || i)",
    "files": "md5('f' || i)",
    "reason": "CASE WHEN i %% 100 = 0 THEN 'observer' ELSE 'motion' END",
    "taken_at": "%s::timestamptz + i * %s * interval '1 second'",
}
_COUNT = """
INSERT INTO recordings_quarterhourcount (camera_id, begins_at, count)
SELECT camera_id, date_bin('15 minutes', taken_at, '2024-01-01'), count(*)
FROM recordings_recording GROUP BY 1, 2
ON CONFLICT (camera_id, begins_at) DO UPDATE SET count = excluded.count
"""


def main() -> int:
    """Measure at each size."""
    with private_site():
        from cameras.models import Camera  # noqa: PLC0415  (Django is set up only now)
        from recordings.models import RecordingSettings  # noqa: PLC0415

        camera = Camera.objects.create(slug="door", source="demo:")
        no_limits = {"max_recordings": SIZES[-1], "max_days": 36_500, "max_mb": 10**6}
        RecordingSettings.objects.create(camera=camera, **no_limits)
        return compare(partial(_fill, camera.pk), partial(_questions, camera.pk))


def _fill(camera_id: int, rows: int, size: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from recordings.models import Recording, RecordingTotals  # noqa: PLC0415

    sizes = {"width": 640, "height": 360, "size_bytes": 60_000}
    first = Recording.objects.create(camera_id=camera_id, taken_at=_FIRST, score=1, **sizes)
    fill = copies(first, _RECORDING, "generate_series(%s, %s) AS i")
    with connection.cursor() as cursor:
        cursor.execute(fill, (_FIRST, _EVERY_S, rows + 1, size))
        first.delete()
        cursor.execute(_COUNT)
        cursor.execute("VACUUM ANALYZE")
    counted = {"count": Recording.objects.count(), "size_bytes": size * 60_000}
    RecordingTotals.objects.update_or_create(camera_id=camera_id, defaults=counted)


def _questions(camera_id: int, size: int) -> dict[str, Callable[[], object]]:
    """What a visitor, staff and the housekeeping ask, as they ask it; the day is a full one."""
    from cameras.models import Camera  # noqa: PLC0415
    from recordings.cursor import Cursor  # noqa: PLC0415
    from recordings.gallery import RecordingFilter, days_beside, neighbours, page_of  # noqa: PLC0415
    from recordings.models import Recording  # noqa: PLC0415
    from recordings.retention import apply_retention  # noqa: PLC0415
    from recordings.timeline import timeline_of  # noqa: PLC0415

    camera = Camera.objects.get(pk=camera_id)
    middle = Recording.objects.get(key=_key(size // 2))
    day = date(2024, 1, 1)

    def page(*rows: int, **chosen: Any) -> Callable[[], object]:
        return lambda: page_of(camera, RecordingFilter(**chosen), *rows)

    return {
        "newest page": page(),
        "page in the middle": page(older_than=Cursor.at(middle)),
        "page back to newer": page(newer_than=Cursor.at(middle)),
        "page of a day": page(day=day),
        "page of a rare reason": page(10, reason="observer"),
        "reason within a day": page(10, reason="observer", day=day),
        "a recording's neighbours": lambda: neighbours(middle),
        "days beside a day": lambda: days_beside(camera, day),
        "a day at a glance": lambda: timeline_of(camera, day),
        "retention, nothing over": lambda: apply_retention(4),
        "retention, 100 over": lambda: _taken_back(camera_id, size - 100),
    }


def _taken_back(camera_id: int, max_recordings: int) -> None:
    """A round that removes what is over, and the undoing of it."""
    from django.db import transaction  # noqa: PLC0415

    from recordings.models import RecordingSettings  # noqa: PLC0415
    from recordings.retention import apply_retention  # noqa: PLC0415

    with transaction.atomic():
        RecordingSettings.objects.filter(camera_id=camera_id).update(max_recordings=max_recordings)
        if apply_retention(4) != 100:
            raise RuntimeError("retention did not remove what is over")
        transaction.set_rollback(True)


def _key(number: int) -> str:
    import hashlib  # noqa: PLC0415

    return hashlib.md5(f"k{number}".encode(), usedforsecurity=False).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
