"""Rows as lines of JSON and back, for every table of the site and any database of Django's."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, TextField
from django.db.models.functions import Cast

from core.secret_field import SecretTextField, UnreadableText

_FETCHED = 1000
_PART_BYTES = 1 << 20


class Table:
    """A table of the site: its name, its columns and its rows."""

    def __init__(self, model: type[Model]) -> None:
        options = model._meta  # noqa: SLF001  (documented, whatever its name)
        self.model = model
        self.name = options.label_lower
        self._rows = model._base_manager  # noqa: SLF001  (the same)
        self._fields = options.concrete_fields

    @property
    def columns(self) -> list[str]:
        """The names of its fields, in the order in which a line has their values."""
        return [field.attname for field in self._fields]

    def is_empty(self) -> bool:
        return not self._rows.exists()

    def parts(self) -> Iterator[list[str]]:
        """All rows, a megabyte at a time; a row is an array in a line.

        What is sealed stays so: of a secret field the line has the text as it is stored.
        """
        part: list[str] = []
        size = 0
        for values in self._stored():
            line = json.dumps(values, default=_as_text)
            part.append(line)
            size += len(line)
            if size >= _PART_BYTES:
                yield part
                part, size = [], 0
        if part:
            yield part

    def insert(self, lines: Iterable[bytes]) -> int:
        """Put rows in as they were, with their ids; returns how many."""
        rows = [self._row(json.loads(line)) for line in lines]
        self._rows.bulk_create(rows, batch_size=_FETCHED)
        return len(rows)

    def _stored(self) -> Iterator[tuple[Any, ...]]:
        asked = [
            Cast(field.attname, TextField())
            if isinstance(field, SecretTextField)
            else field.attname
            for field in self._fields
        ]
        return self._rows.order_by("pk").values_list(*asked).iterator(chunk_size=_FETCHED)

    def _row(self, values: Iterable[Any]) -> Model:
        named = zip(self._fields, values, strict=True)
        return self.model(**{field.attname: _value(field, value) for field, value in named})


def tables() -> list[Table]:
    """Every table that migrations make of models, those between many and many too."""
    models = apps.get_models(include_auto_created=True)
    return [Table(model) for model in models if not model._meta.proxy]  # noqa: SLF001


def _value(field: "Field[Any, Any]", stored: Any) -> Any:
    if not isinstance(field, SecretTextField) or stored is None:
        return field.to_python(stored)
    sealed = UnreadableText()  # is saved as what it stands for
    sealed.stored = stored
    return sealed


def _as_text(value: object) -> str:
    """What JSON has no word for, as `to_python` of its field reads it."""
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else str(value)
