"""Reads the headers of a request's parts as they really come: names of any length and encoding."""

import html
from typing import Any

from django.http import multipartparser

# Django's 1,024 bytes would refuse the whole request for one file with a very long name.
MAX_BYTES = 131_072
_PARSE = multipartparser.parse_boundary_stream  # type: ignore[attr-defined]
_JOINERS = frozenset("\u200c\u200d") | {chr(tag) for tag in range(0xE0020, 0xE0080)}
"""What draws nothing but holds letters and emoji together."""


def accept_any_name() -> None:
    """Teach Django's parser, which has no setting for it; asking twice changes nothing more."""
    multipartparser.MAX_TOTAL_HEADER_SIZE = MAX_BYTES  # type: ignore[attr-defined]
    multipartparser.parse_boundary_stream = _parse_part  # type: ignore[attr-defined]
    setattr(multipartparser.MultiPartParser, "sanitize_file_name", _last_part)  # noqa: B010


def _parse_part(stream: Any, max_header_size: int) -> Any:
    """Django's function, which passes over a header that is not UTF-8 and so loses the file."""
    header, end, content = stream.read(max_header_size).partition(b"\r\n\r\n")
    stream.unget((_as_utf8(header) if end else header) + end + content)
    return _PARSE(stream, max_header_size)


def _as_utf8(header: bytes) -> bytes:
    """Old Japanese programs send Windows' Shift-JIS; every byte is a letter of Latin-1."""
    for encoding in ("utf-8", "cp932"):
        try:
            return header.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    return header.decode("latin-1").encode()


def _last_part(_parser: object, file_name: str) -> str:
    """Django's method, but joiners stay, and a file whose name is no name is not thrown away."""
    name = html.unescape(file_name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if letter.isprintable() or letter in _JOINERS)
    return "picture" if name in {"", ".", ".."} else name
