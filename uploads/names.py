"""File names as strangers give them, made fit to be shown and to be saved under."""

from pathlib import PurePosixPath

import regex

MAX_BYTES = 180
"""Of a name in UTF-8: with all that a ZIP puts around it, it stays below 200 on every system."""
_MAX_SUFFIX_BYTES = 16

_CHARACTER = regex.compile(r"\X")
"""What a reader takes for one character, emoji of several signs included (UAX #29)."""
_JOINED = regex.compile(
    r"[[\p{L}\p{Extended_Pictographic}]--[\p{ASCII}\p{Cn}]]"
    r"[\p{L}\p{M}\p{Sk}\u200c\u200d\U000E0020-\U000E007F[\p{Extended_Pictographic}--\p{Cn}]]*",
    regex.VERSION1,
)
"""A character that joiners and tags, which draw nothing themselves, hold together."""
_INVISIBLE = regex.compile(r"[\p{C}\p{Zl}\p{Zp}]")
"""What draws nothing, or (right-to-left marks) redraws what stands around it."""
_FORBIDDEN = regex.compile(r'[<>:"/\\|?*]')
"""What Windows takes in no file name (learn.microsoft.com, Naming Files, Paths, and Namespaces)."""


def display_name(raw: str) -> str:
    """The last part of a path, without control characters, at most 180 bytes long."""
    visible = "".join(_seen(character) for character in _CHARACTER.findall(raw))
    name = PurePosixPath(visible.replace("\\", "/")).name.strip()
    if len(name.encode()) > MAX_BYTES:
        suffix = _cut(PurePosixPath(name).suffix, _MAX_SUFFIX_BYTES)
        name = _cut(name, MAX_BYTES - len(suffix.encode())) + suffix
    return name or "picture"


def download_name(name: str, suffix: str) -> str:
    """What a result is saved as: the picture's own name with `-gazokako`; `suffix` has a dot.

    Every system takes it, and none hides it.
    """
    stem = _FORBIDDEN.sub("_", PurePosixPath(name).stem).strip(". ") or "picture"
    return f"{stem}-gazokako{suffix}"


def _seen(character: str) -> str:
    return character if _JOINED.fullmatch(character) else _INVISIBLE.sub("", character)


def _cut(text: str, max_bytes: int) -> str:
    """The whole characters of a text that fit in so many bytes of UTF-8."""
    end = 0
    for character in _CHARACTER.finditer(text):
        if len(text[: character.end()].encode()) > max_bytes:
            break
        end = character.end()
    return text[:end]
