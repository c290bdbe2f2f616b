"""Counts the changes of a camera's row, so that frames made by older settings can be recognised."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

UNCOUNTED = frozenset({"id", "name", "is_on", "push_token_hash", "created_at", "version"})
"""Changes of these leave its frames, and who may see them, as they are."""


class VersionedRow(models.Model):
    """A row whose `version` is 1 at first and grows with every change of a counted field."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Write the row; it stays locked from being compared with this one to being written."""
        if update_fields is None:
            counted = {field.name for field in self._meta.concrete_fields} - UNCOUNTED
        else:
            counted = set(update_fields) - UNCOUNTED
            update_fields = {*update_fields, "version"} if counted else update_fields
        with transaction.atomic(using=options.get("using")):
            if counted:
                self._set_version(counted)
            super().save(*args, update_fields=update_fields, **options)

    def _set_version(self, counted: Iterable[str]) -> None:
        """The stored version, or the next one where a counted field is about to change."""
        rows = type(self)._base_manager.select_for_update()  # noqa: SLF001  (a public name)
        stored = rows.filter(pk=self.pk).first()
        if stored is not None:
            is_changed = any(getattr(stored, name) != getattr(self, name) for name in counted)
            self.version = stored.version + is_changed
