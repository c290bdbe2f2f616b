"""Asks the same questions of a database at 1,000 to 1,000,000 rows: each must cost the same.

Wants a PostgreSQL server, as `scripts/with-postgres` starts one.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.private import start_django, valkey
from benchmarks.report import Line, print_table

SIZES = (1_000, 10_000, 100_000, 1_000_000)
MAX_RATIO = 1.5
_RUNS = 300
_WARM_UPS = 20
_PLAN_CHARACTERS = 180

Question = Callable[[], object]
Questions = Callable[[int], Mapping[str, Question]]
"""At so many rows: what is asked, by name."""


@contextmanager
def private_site() -> Iterator[None]:
    """Django on the private database, with a directory and a Valkey that are gone afterwards."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("Run it with: scripts/with-postgres python -m benchmarks.…")
    with TemporaryDirectory(prefix="gazokako-bench-") as directory, valkey(Path(directory)):
        start_django(directory)
        yield


def compare(fill: Callable[[int, int], None], questions: Questions) -> int:
    """Print what each question costs at each size, and how it is answered at the largest.

    `fill` adds rows from a number, exclusive, to another. Answers 1 where a target is missed.
    """
    found: dict[str, list[float]] = {}
    rows = 0
    for size in SIZES:
        fill(rows, size)
        rows = size
        print(f"{size:,} rows", flush=True)
        for what, question in questions(size).items():
            found.setdefault(what, []).append(_seconds(question))
            if size == SIZES[-1]:
                _print_plan(what, question)
    lines = [_line(what, seconds) for what, seconds in found.items()]
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    print(f"\nThe quickest tenth of {_RUNS} runs, at {sizes} rows:\n")
    print_table(lines)
    return 1 if any(line.holds is False for line in lines) else 0


def _seconds(question: Question) -> float:
    """What the quickest tenth takes: a busy machine disturbs that least."""
    for _ in range(_WARM_UPS):
        question()
    seconds = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - began)
    return statistics.quantiles(seconds, n=10)[0]


def _print_plan(what: str, question: Question) -> None:
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
