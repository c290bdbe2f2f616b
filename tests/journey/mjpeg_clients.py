"""How other programs read MJPEG: the parsing rules of each, as its source has them."""

from collections.abc import Iterable, Iterator
from http.client import parse_headers
from io import BufferedReader


def home_assistants_picture(chunks: Iterable[bytes]) -> bytes | None:
    """Its MJPEG integration without a still address: from the first SOI to the first EOI."""
    data = b""
    for chunk in chunks:
        data += chunk
        begin, end = data.find(b"\xff\xd8"), data.find(b"\xff\xd9")
        if begin >= 0 and end >= 0:
            return data[begin : end + 2]
    return None


def go2rtcs_pictures(stream: BufferedReader) -> Iterator[bytes]:
    """It wants a line that begins with `--`, then headers with a Content-Length, then the body."""
    while line := stream.readline():
        if line == b"\r\n":
            continue
        if not line.startswith(b"--"):
            raise ValueError(f"wrong boundary: {line[:80]!r}")
        headers = parse_headers(stream)
        yield stream.read(int(headers["Content-Length"]))
