"""The observer as one file that any Python runs: a zip of its modules."""

import io
import stat
import zipfile
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_ROOT = Path(__file__).resolve().parent.parent
_RUN = "from observer.observe import main\n\nmain()\n"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same modules give the same bytes."""


@lru_cache(maxsize=1)
def observer_pyz() -> bytes:
    """The content of `observer.pyz`."""
    content = io.BytesIO(b"#!/usr/bin/env python3\n")
    content.seek(0, io.SEEK_END)
    modules = sorted((_ROOT / "observer").glob("*.py"))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        for module in modules:
            _add(archive, f"observer/{module.name}", module.read_text())
        _add(archive, "__main__.py", _RUN)
    return content.getvalue()


@require_safe
def observer(_request: HttpRequest) -> HttpResponse:
    """The program that sends a machine's cameras here, as one file."""
    response = HttpResponse(observer_pyz(), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="observer.pyz"'
    return response


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)
