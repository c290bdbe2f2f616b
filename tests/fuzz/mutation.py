"""Changes files as broken and hostile ones differ from good ones."""

import random
import re
import zlib
from collections.abc import Callable, Sequence

MAX_BYTES = 1_000_000
_NUMBERS = (
    *(0, 1, 2, 3, 7, 8, 9, 12, 16, 32, 64, 127, 128, 255, 256, 4096, 0x7FFF, 0x8000, 0xFFFF),
    *(0x10000, 0xFFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, (1 << 64) - 1),
)
_SEGMENT = re.compile(rb"\xff[\xc0-\xfe]")
_NAMED = re.compile(rb".{4}(?=[A-Za-z][A-Za-z0-9]{3})", re.DOTALL)
_PNG = b"\x89PNG\r\n\x1a\n"


class Mutator:
    """Draws changed files from others, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._changes: Sequence[Callable[[bytearray, bytes], None]] = (
            self._flip, self._flip, self._put_number, self._put_number, self._remove, self._repeat,
            self._splice, self._graft, self._graft, self._cut, self._repeat_often,
        )  # fmt: skip

    def changed(self, files: Sequence[bytes]) -> bytes:
        """One of the files with some changes; half of the PNGs with checksums that are right."""
        draw = self._random
        content = bytearray(draw.choice(files))
        for _ in range(draw.choice((1, 1, 2, 3, 5, 9))):
            draw.choice(self._changes)(content, draw.choice(files))
        del content[MAX_BYTES:]
        is_mended = content.startswith(_PNG) and draw.random() < 0.5
        return _with_checksums(content) if is_mended else bytes(content)

    def _place(self, content: bytearray) -> int:
        """Mostly among the first bytes, where most is said."""
        most = len(content) if self._random.random() < 0.5 else min(len(content), 300)
        return self._random.randrange(most + 1)

    def _stretch(self, content: bytearray | bytes) -> slice:
        start = self._place(bytearray(content))
        return slice(start, start + self._random.choice((1, 2, 4, 8, 12, 30, 100, 1000)))

    def _flip(self, content: bytearray, _other: bytes) -> None:
        if content:
            content[self._place(content) % len(content)] ^= 1 << self._random.randrange(8)

    def _put_number(self, content: bytearray, _other: bytes) -> None:
        length = self._random.choice((1, 2, 4, 8))
        number = self._random.choice(_NUMBERS) % (1 << 8 * length)
        at = self._place(content)
        is_big = self._random.random() < 0.5
        content[at : at + length] = number.to_bytes(length, "big" if is_big else "little")

    def _remove(self, content: bytearray, _other: bytes) -> None:
        del content[self._stretch(content)]

    def _repeat(self, content: bytearray, _other: bytes) -> None:
        _insert(content, self._place(content), content[self._stretch(content)])

    def _splice(self, content: bytearray, other: bytes) -> None:
        _insert(content, self._place(content), other[self._stretch(other)])

    def _graft(self, content: bytearray, other: bytes) -> None:
        """A part of a file, from one of its marks to another, put before a mark of this one."""
        starts, places = _marks(other), _marks(content)
        if starts and places:
            start = self._random.choice(starts)
            end = self._random.choice([mark for mark in starts if mark > start] or [len(other)])
            _insert(content, self._random.choice(places), other[start:end])

    def _cut(self, content: bytearray, _other: bytes) -> None:
        del content[self._place(content) :]

    def _repeat_often(self, content: bytearray, _other: bytes) -> None:
        """What a reader walks over, so often that it matters how it does."""
        if self._random.random() < 0.02:
            stretch = content[self._stretch(content)]
            often = MAX_BYTES // max(1, len(stretch))
            _insert(content, self._place(content), stretch * often)


def _marks(content: bytes | bytearray) -> list[int]:
    """Where a segment of a JPEG may begin, a chunk or a box whose length stands before its kind."""
    first = bytes(content[:4096])
    return [found.start() for kind in (_SEGMENT, _NAMED) for found in kind.finditer(first)]


def _insert(content: bytearray, place: int, inserted: bytes | bytearray) -> None:
    """Put something into a file; boxes of the ISO base media format that hold it grow with it."""
    if content[4:8] == b"ftyp":
        for at in range(place - 7):
            length = int.from_bytes(content[at : at + 4])
            if at + 8 <= place < at + length <= len(content) and content[at + 4 : at + 8].isalnum():
                content[at : at + 4] = (length + len(inserted)).to_bytes(4)
    content[place:place] = inserted


def _with_checksums(png: bytearray) -> bytes:
    """The checksum of every chunk made right, as far as there are whole ones."""
    at = len(_PNG)
    while at + 12 <= len(png):
        end = at + 8 + int.from_bytes(png[at : at + 4])
        if end + 4 > len(png):
            break
        png[end : end + 4] = zlib.crc32(png[at + 4 : end]).to_bytes(4)
        at = end + 4
    return bytes(png)
