"""Names of stored files that belong to no row, not yet or not any more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

LONGEST_WORK = timedelta(hours=1)
"""After this no task can still be about to make a row for what it stored."""


class OrphanedFile(models.Model):
    """A file that is to be removed from storage once `due_at` has come.

    Written before a file is stored and taken back together with the making of its row; written
    again together with the deletion of that row. So no file is ever without either.
    """

    path = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"stray {self.pk}"


def mark_pending(paths: Iterable[str]) -> None:
    """Note files that will be stored in a moment."""
    _note(paths, timezone.now() + LONGEST_WORK)


def owned(paths: Iterable[str]) -> None:
    """A row has them now. To be called in the transaction that makes it."""
    OrphanedFile.objects.filter(path__in=list(paths)).delete()


def mark_orphaned(paths: Iterable[str]) -> None:
    """Their row is deleted. To be called in the transaction that deletes it."""
    _note(paths, timezone.now())


def _note(paths: Iterable[str], due_at: datetime) -> None:
    OrphanedFile.objects.bulk_create(
        [OrphanedFile(path=path, due_at=due_at) for path in paths],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["due_at"],
    )
