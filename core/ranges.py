"""Reads the Range header: browsers fetch a video in parts, to play it before it is whole."""

import re

_ASKED = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class RangeNotSatisfiable(ValueError):
    """The part lies beyond the end of the file."""


def requested_range(header: str, size: int) -> range | None:
    """The bytes that a Range header of one part asks for (RFC 9110, 14.1.2); None for all.

    Raises RangeNotSatisfiable. A header that cannot be parsed is ignored, as the standard demands.
    """
    asked = _ASKED.fullmatch(header.strip())
    if asked is None or asked[0] == "bytes=-":
        return None
    first, last = asked[1], asked[2]
    if not first:
        begin, end = max(0, size - int(last)), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < begin:
            return None
    if begin >= size or begin == end:
        raise RangeNotSatisfiable
    return range(begin, end)
