"""Names of stored files that belong to no row, not yet or not any more.

A file is named here before it is stored and taken off in the transaction that gives it to a row;
it is named here again in the transaction that deletes the row. So none is ever without an owner,
whatever is killed, and what nobody owns is removed within a minute.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models

from core.clock import SharedNow
from core.stored_files import StorageTrouble

PENDING_FOR = timedelta(seconds=45)
"""How long after it was named a file may be missing its row."""
_MARGIN = timedelta(seconds=10)
"""A row must be made so long before the removal may begin: a transaction takes time to commit."""


class TooLate(StorageTrouble):
    """Storing took so long that the file may have been removed again."""


class OrphanedFile(models.Model):
    """A file that is to be removed from storage once `due_at` has come.

    A path that ends with `/` is a folder of an upload, with all that is in it.
    """

    path = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"orphaned file {self.pk}"


def mark_pending(paths: Iterable[str]) -> None:
    """Name files that will be stored in a moment; named again, they have as long again."""
    _name(paths, SharedNow() + PENDING_FOR)


def mark_orphaned(paths: Iterable[str]) -> None:
    """Mark files for removal; to be called in the transaction that deletes the row owning them."""
    _name(paths, SharedNow())


def own(paths: Iterable[str]) -> None:
    """Take files off; to be called in the transaction that makes their row. Raises TooLate."""
    named = list(paths)
    in_time = OrphanedFile.objects.filter(path__in=named, due_at__gt=SharedNow() + _MARGIN)
    if in_time.delete()[0] < len(named):
        raise TooLate("storing took too long")


def _name(paths: Iterable[str], due_at: Any) -> None:
    OrphanedFile.objects.bulk_create(
        [OrphanedFile(path=path, due_at=due_at) for path in paths],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["due_at"],
    )
