"""Reads the rows of a running site in SQLite, and waits until every job has ended."""

import sqlite3
import time
from contextlib import closing
from typing import Any

from tests.cameras.camera_stack import CameraStack
from tests.waiting import wait_for

_TABLES = ("uploads_picture", "cameras_pendingrecording", "recordings_timelapse")


class StackWithRows(CameraStack):
    """A site on SQLite whose rows are looked at."""

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        file = self.data_dir / "db.sqlite3"
        with closing(sqlite3.connect(file, timeout=30)) as database, database:
            return database.execute(question, values).fetchall()

    def pictures(self, state: str) -> int:
        return int(self.rows("select count(*) from uploads_picture where state = ?", state)[0][0])

    def recordings(self) -> int:
        """How many were made of pushed frames."""
        question = "select count(*) from recordings_recording where reason = 'observer'"
        return int(self.rows(question)[0][0])

    def lose_messages(self) -> None:
        """Empty Redis, and let the sweep's patience with what was queued end."""
        self.redis.flushall()
        ago = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 seconds')"
        for table in _TABLES:
            self.rows(f"update {table} set due_at = {ago} where state = 'queued'")  # noqa: S608

    def lock_database(self, for_s: float) -> None:
        """Hold SQLite's one lock for writing."""
        with closing(sqlite3.connect(self.data_dir / "db.sqlite3", isolation_level=None)) as other:
            other.execute("begin immediate")
            time.sleep(for_s)
            other.execute("rollback")

    def process_of(self, table: str) -> int:
        """The process that runs the newest job of a table; waits until one does."""
        question = f"select claimed_by from {table} where state = 'running' order by id desc"  # noqa: S608
        wait_for(lambda: bool(self.rows(question)), on_failure=self.log)
        return int(self.rows(question)[0][0].split()[1])

    def settle(self, timeout_s: float = 60) -> None:
        """Until every picture has ended and no pushed frame waits any more."""
        wait_for(self.has_settled, timeout_s, self._unsettled)

    def has_settled(self) -> bool:
        """Whether every job has ended."""
        unfinished = "state in ('queued', 'running')"
        return not any(
            self.rows(f"select 1 from {table} where {unfinished} limit 1")  # noqa: S608
            for table in _TABLES
        )

    def _unsettled(self) -> str:
        fields = "id, state, attempts, due_at, claimed_by"
        where = "state in ('queued', 'running')"
        rows = {
            table: self.rows(f"select {fields} from {table} where {where}")  # noqa: S608
            for table in _TABLES
        }
        return f"{self.log()[-5000:]}\n{rows}"
