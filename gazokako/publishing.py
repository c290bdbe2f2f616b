"""Uploads the collected static files to the public bucket, before a new release refers to them."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages

_PREFIX = "static/"


def publish() -> int:
    """Store what is not published yet; returns how many files that were. Raises OSError.

    Only files named by their content's hash are uploaded. Those of earlier releases stay, so that
    their processes, and a rollback, find them.
    """
    bucket = storages["published"]
    published = bucket.names(_PREFIX)  # type: ignore[attr-defined]
    missing = [name for name in _named_by_content() if _PREFIX + name not in published]
    for name in missing:
        content, encoding = _smallest(Path(settings.STATIC_ROOT, name))
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        bucket.publish(_PREFIX + name, content, media_type, encoding)  # type: ignore[attr-defined]
    return len(missing)


def _named_by_content() -> list[str]:
    """Every file in the manifest that `collectstatic` wrote."""
    return sorted(set(staticfiles_storage.hashed_files.values()))  # type: ignore[attr-defined]


def _smallest(path: Path) -> tuple[bytes, str | None]:
    """A file's content, and how it is encoded: compressed where `collectstatic` found that good."""
    packed = path.with_name(path.name + ".gz")
    return (packed.read_bytes(), "gzip") if packed.exists() else (path.read_bytes(), None)
