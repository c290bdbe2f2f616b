"""File names as strangers give them, made fit to be shown and to be saved under."""

import unicodedata
from pathlib import PurePosixPath

MAX_CHARACTERS = 100
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that draw nothing, or (right-to-left marks) redraw what stands around them."""


def display_name(raw: str) -> str:
    """The last part of a path, without control characters, at most 100 characters long."""
    visible = "".join(c for c in raw if unicodedata.category(c) not in _INVISIBLE)
    name = PurePosixPath(visible.replace("\\", "/")).name.strip()
    if len(name) > MAX_CHARACTERS:
        suffix = PurePosixPath(name).suffix[:10]
        name = name[: MAX_CHARACTERS - len(suffix)] + suffix
    return name or "picture"


def download_name(name: str, suffix: str) -> str:
    """What a result is saved as: the picture's own name with `-gazokako`; `suffix` has a dot."""
    return f"{PurePosixPath(name).stem}-gazokako{suffix}"
