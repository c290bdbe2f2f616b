"""What became of uploads, read from the site's own database and files."""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_UPLOADED = re.compile(r"(?P<picture>\d+)(-\d+-\d+-(result|preview|thumbnail).*|-original)")
"""The names of an upload's files in its folder (uploads.rendering, uploads.intake)."""


@dataclass(frozen=True)
class Leftovers:
    """The ends of acknowledged uploads of one picture each, and what lies about."""

    states: Counter[str]
    """By state of the picture; `lost` where there is no row."""
    reasons: Counter[str]
    """The error codes of those that failed."""
    duplicates: int
    """Results beyond one for each picture."""
    orphans: int
    """Other files of uploads that no row names."""
    temporary: int
    """Directories of pictures that nobody works on any more."""

    @property
    def unfinished(self) -> int:
        return self.states["queued"] + self.states["running"]


def leftovers_of(data_dir: Path, acknowledged: Collection[str]) -> Leftovers:
    """Compare the links that were handed out with rows, and rows with files."""
    question = """SELECT slug, state, error_code, original, result, preview, thumbnail
                  FROM uploads_picture JOIN uploads_upload ON uploads_upload.id = upload_id"""
    database = f"file:{data_dir}/db.sqlite3?mode=ro"
    with closing(sqlite3.connect(database, uri=True, timeout=20)) as connection:
        rows = connection.execute(question).fetchall()
    known = {slug: (state, code) for slug, state, code, *_files in rows}
    ends = [known.get(slug, ("lost", "")) for slug in acknowledged]
    named = {key for row in rows for key in row[3:] if key}
    with_result = {_picture_of(result) for *_row, result, _preview, _thumbnail in rows if result}
    unnamed = _stored(data_dir / "media") - named
    duplicates = sum(_picture_of(key) in with_result and "-result" in key for key in unnamed)
    return Leftovers(
        states=Counter(state for state, _code in ends),
        reasons=Counter(code for _state, code in ends if code),
        duplicates=duplicates,
        orphans=len(unnamed) - duplicates,
        temporary=len(list((data_dir / "temporary").glob("gazokako-work-*"))),
    )


def _stored(media: Path) -> set[str]:
    """The keys of every file that belongs to an upload."""
    files = (file for file in media.glob("*/*") if _UPLOADED.fullmatch(file.name))
    return {str(file.relative_to(media)) for file in files}


def _picture_of(key: str) -> str:
    """`folder/number` of a file's key."""
    folder, _slash, name = key.rpartition("/")
    return f"{folder}/{name.partition('-')[0]}"
