"""The rows of the newest pictures, read straight from the site's database."""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_END_WITHIN_S = 300
_ASK_EVERY_S = 0.25


@dataclass(frozen=True)
class Spell:
    """When work on a group of pictures began and ended, as seconds since 1970."""

    first_claimed: float
    last_done: float

    @property
    def seconds(self) -> float:
        return self.last_done - self.first_claimed


def waiting(database: Path) -> int:
    """How many pictures are queued and were never worked on."""
    return _count(database, "state = 'queued' AND attempts = 0")


def wait_for_end(database: Path) -> None:
    """Return when every picture has ended; unlike the API, asking costs the site nothing."""
    deadline = time.monotonic() + _END_WITHIN_S
    while _count(database, "state IN ('queued', 'running')"):
        if time.monotonic() > deadline:
            raise RuntimeError(f"pictures are still unfinished after {_END_WITHIN_S} s")
        time.sleep(_ASK_EVERY_S)


def spell_of(database: Path, newest: int) -> Spell:
    """The spell of the newest so many pictures; all of them must be done at the first attempt."""
    question = (
        "SELECT state, attempts, started_at, ended_at FROM uploads_picture ORDER BY id DESC LIMIT ?"
    )
    pictures = _read(database, question, newest)
    if len(pictures) < newest or any(picture[:2] != ("done", 1) for picture in pictures):
        raise RuntimeError("not every picture was done at the first attempt")
    return Spell(
        min(_seconds(str(started)) for _state, _attempts, started, _ended in pictures),
        max(_seconds(str(ended)) for _state, _attempts, _started, ended in pictures),
    )


def _count(database: Path, condition: str) -> int:
    ((count,),) = _read(database, f"SELECT count(*) FROM uploads_picture WHERE {condition}")  # noqa: S608
    return int(count)


def _read(database: Path, question: str, *values: int) -> list[tuple[str | int, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as connection:
        return connection.execute(question, values).fetchall()


def _seconds(stored: str) -> float:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC).timestamp()
