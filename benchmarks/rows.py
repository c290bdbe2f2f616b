"""The rows of the newest pictures, read straight from the site's database."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Spell:
    """When work on a group of pictures began and ended, as seconds since 1970."""

    first_claimed: float
    last_done: float

    @property
    def seconds(self) -> float:
        return self.last_done - self.first_claimed


def waiting(database: Path) -> int:
    """How many pictures are queued and nobody works on them."""
    question = "SELECT count(*) FROM uploads_picture WHERE state = 'queued' AND attempts = 0"
    ((count,),) = _read(database, question)
    return int(count)


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


def _read(database: Path, question: str, *values: int) -> list[tuple[str | int, ...]]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as connection:
        return connection.execute(question, values).fetchall()


def _seconds(stored: str) -> float:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC).timestamp()
