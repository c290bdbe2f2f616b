"""The observer as one file that any Python runs: a zip of its modules."""

import io
import stat
import zipfile
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_RUN = "from cameras.observer.observe import main\n\nmain()\n"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same modules give the same bytes."""


@lru_cache(maxsize=1)
def observer_pyz() -> bytes:
    """The content of `observer.pyz`."""
    content = io.BytesIO(b"#!/usr/bin/env python3\n")
    content.seek(0, io.SEEK_END)
    modules = [_HERE / "__init__.py", *sorted((_HERE / "observer").glob("*.py"))]
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        for module in modules:
            _add(archive, f"cameras/{module.relative_to(_HERE)}", module.read_text())
        _add(archive, "__main__.py", _RUN)
    return content.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)
