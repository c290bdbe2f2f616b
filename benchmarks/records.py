"""Records: what a page, a day at a glance and a round of retention cost at 1,000 to 1,000,000 rows.

Wants a PostgreSQL server: `scripts/with-postgres python -m benchmarks.records`.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory

from benchmarks.report import Line, print_table

SIZES = (1_000, 10_000, 100_000, 1_000_000)
MAX_RATIO = 1.5
_RUNS = 300
_EVERY_S = 86.4
"""1,000 records a day: the first is full at every size. An observer sent one in a hundred."""
_PLAN_CHARACTERS = 180
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
    """Measure at each size, on a database and in a directory that are gone afterwards."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("Run it as: scripts/with-postgres python -m benchmarks.records")
    with TemporaryDirectory(prefix="gazokako-bench-") as directory:
        _start_django(directory)
        found = _measured()
        lines = [_line(what, seconds) for what, seconds in found.items()]
        sizes = ", ".join(f"{size:,}" for size in SIZES)
        print(f"\nThe quickest tenth of {_RUNS} runs, at {sizes} rows:\n")
        print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _start_django(directory: str) -> None:
    import django  # noqa: PLC0415  (its settings read the environment)

    no_limit = str(10**15)
    os.environ |= {
        "DATA_DIR": directory,
        "SECRET_KEY": "only for this run",
        "MAX_RECORD_BYTES": no_limit,
    }
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazokako.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def _measured() -> dict[str, list[float]]:
    """Seconds of each question, at each size."""
    from cameras.models import Camera, RecordRules  # noqa: PLC0415  (Django has just been set up)

    camera = Camera.objects.create(slug="door", source="demo:")
    RecordRules.objects.create(camera=camera, max_records=SIZES[-1], max_days=36_500, max_mb=10**6)
    found: dict[str, list[float]] = {}
    rows = 0
    for size in SIZES:
        _fill(camera.pk, rows, size)
        rows = size
        print(f"{size:,} rows", flush=True)
        for what, question in _questions(camera.pk, size).items():
            found.setdefault(what, []).append(_seconds(question))
            if size == SIZES[-1]:
                _print_plan(what, question)
    return found


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


def _seconds(question: Callable[[], object]) -> float:
    """What the quickest tenth takes: a busy machine disturbs that least."""
    for _ in range(20):
        question()
    seconds = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - began)
    return statistics.quantiles(seconds, n=10)[0]


def _print_plan(what: str, question: Callable[[], object]) -> None:
    """How the database answers the queries that were asked."""
    from django.db import connection  # noqa: PLC0415

    with _recorded() as queries:
        question()
    print(f"\n{what}:")
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {query}")
            for (line,) in cursor.fetchall():
                print(f"    {line[:_PLAN_CHARACTERS]}")


@contextmanager
def _recorded() -> Iterator[list[str]]:
    """The SELECTs that are sent in the meantime, with their values."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    asked = (str(query["sql"]) for query in captured.captured_queries)
    found.extend(sql for sql in asked if sql.startswith("SELECT"))


def _line(what: str, seconds: list[float]) -> Line:
    ratio = seconds[-1] / seconds[0]
    return Line(
        what,
        " ".join(f"{1000 * second:.2f}" for second in seconds) + " ms",
        ratio=f"{ratio:.2f}",
        target=f"<= {MAX_RATIO}",
        holds=ratio <= MAX_RATIO,
    )


if __name__ == "__main__":
    sys.exit(main())
