"""Records: what a page, a day at a glance and a round of retention cost at 1,000 to 1,000,000 rows.

Wants a PostgreSQL server: `scripts/with-postgres python -m benchmarks.records`.
"""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from benchmarks.at_sizes import SIZES, compare, private_site

_EVERY_S = 86.4
"""1,000 records a day: the first is full at every size. An observer sent one in a hundred."""
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)

_FILL = """
INSERT INTO cameras_record (camera_id, key, files, reason, taken_at, comment, boxes, score,
                            width, height, bytes, created_at)
SELECT %s, md5('k' || i), md5('f' || i), CASE WHEN i %% 100 = 0 THEN 'observer' ELSE 'motion' END,
       %s::timestamptz + i * %s * interval '1 second', '', '[]', 1, 640, 360, 60000, now()
FROM generate_series(%s, %s) AS i
"""
_COUNT = """
INSERT INTO cameras_activity (camera_id, begins_at, records)
SELECT camera_id, date_bin('15 minutes', taken_at, '2024-01-01'), count(*)
FROM cameras_record GROUP BY 1, 2
ON CONFLICT (camera_id, begins_at) DO UPDATE SET records = excluded.records
"""


def main() -> int:
    """Measure at each size."""
    with private_site():
        from cameras.models import Camera, RecordRules  # noqa: PLC0415  (Django is set up only now)

        camera = Camera.objects.create(slug="door", source="demo:")
        no_limits = {"max_records": SIZES[-1], "max_days": 36_500, "max_mb": 10**6}
        RecordRules.objects.create(camera=camera, **no_limits)
        return compare(partial(_fill, camera.pk), partial(_questions, camera.pk))


def _fill(camera_id: int, rows: int, size: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from cameras.models import Record, Tally  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(_FILL, (camera_id, _FIRST, _EVERY_S, rows + 1, size))
        cursor.execute(_COUNT)
        cursor.execute("VACUUM ANALYZE")
    counted = {"records": Record.objects.count(), "bytes": size * 60_000}
    Tally.objects.update_or_create(camera_id=camera_id, defaults=counted)


def _questions(camera_id: int, size: int) -> dict[str, Callable[[], object]]:
    """What a visitor, staff and the housekeeping ask, as they ask it; the day is a full one."""
    from cameras.models import Camera, Record  # noqa: PLC0415
    from cameras.records.cursor import Cursor  # noqa: PLC0415
    from cameras.records.gallery import Choice, days_beside, neighbours, page_of  # noqa: PLC0415
    from cameras.records.retention import retain  # noqa: PLC0415
    from cameras.records.timeline import timeline_of  # noqa: PLC0415

    camera = Camera.objects.get(pk=camera_id)
    middle = Record.objects.get(key=_key(size // 2))
    day = date(2024, 1, 1)
    return {
        "newest page": lambda: page_of(camera, Choice()),
        "page in the middle": lambda: page_of(camera, Choice(older_than=Cursor.at(middle))),
        "page back to newer": lambda: page_of(camera, Choice(newer_than=Cursor.at(middle))),
        "page of a day": lambda: page_of(camera, Choice(day=day)),
        "page of a rare reason": lambda: page_of(camera, Choice(reason="observer"), 10),
        "reason within a day": lambda: page_of(camera, Choice(reason="observer", day=day), 10),
        "a record's neighbours": lambda: neighbours(middle),
        "days beside a day": lambda: days_beside(camera, day),
        "a day at a glance": lambda: timeline_of(camera, day),
        "retention, nothing over": lambda: retain(4),
        "retention, 100 over": lambda: _taken_back(camera_id, size - 100),
    }


def _taken_back(camera_id: int, max_records: int) -> None:
    """A round that removes what is over, and the undoing of it."""
    from django.db import transaction  # noqa: PLC0415

    from cameras.models import RecordRules  # noqa: PLC0415
    from cameras.records.retention import retain  # noqa: PLC0415

    with transaction.atomic():
        RecordRules.objects.filter(camera_id=camera_id).update(max_records=max_records)
        if retain(4) != 100:
            raise RuntimeError("retention did not remove what is over")
        transaction.set_rollback(True)


def _key(number: int) -> str:
    import hashlib  # noqa: PLC0415

    return hashlib.md5(f"k{number}".encode(), usedforsecurity=False).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
