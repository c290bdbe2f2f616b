"""Rows by the million, each like one that the site itself made but for what is said to differ."""

from collections.abc import Mapping

from django.db.models import Model


def copies(row: Model, differing: Mapping[str, str], source: str) -> str:
    """The statement that copies a stored row for every row of `source`, a FROM clause.

    `differing` has the SQL of the columns that are not as in the row copied.
    """
    table = row._meta.db_table  # noqa: SLF001  (Django documents it)
    fields = row._meta.local_concrete_fields  # noqa: SLF001
    columns = [field.attname for field in fields if not field.primary_key]
    values = [differing.get(column, f"copied.{column}") for column in columns]
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608
        f"FROM {source} JOIN {table} AS copied ON copied.id = {row.pk}"
    )
