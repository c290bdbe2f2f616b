"""Which part of a file a browser asks for: films are not fetched whole before they play."""

import re

_ASKED = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class OutOfRange(ValueError):
    """The part lies beyond the end of the file."""


def asked_part(header: str, size: int) -> range | None:
    """The bytes that a Range header of one part asks for (RFC 9110, 14.1.2); None for all.

    Raises OutOfRange. What cannot be understood is passed over, as the standard wants it.
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
        raise OutOfRange
    return range(begin, end)
