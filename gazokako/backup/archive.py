"""A tar stream of members that are written, and read, one after the other."""

import io
import json
import tarfile
import time
from collections.abc import Iterator
from typing import IO, Any

_BUFFER_BYTES = 1 << 20


class UnusableBackup(Exception):
    """What was given is no backup, is not whole, or does not fit this site; says why."""


class ArchiveWriter:
    """Writes members to a stream; none of them is kept in memory."""

    def __init__(self, target: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=target, mode="w|", bufsize=_BUFFER_BYTES)  # noqa: SIM115

    def add(self, name: str, content: bytes) -> None:
        self.add_file(name, io.BytesIO(content), len(content))

    def add_json(self, name: str, value: Any) -> None:
        self.add(name, json.dumps(value, indent=1).encode())

    def add_file(self, name: str, file: IO[bytes], size_bytes: int) -> None:
        """Copy so many bytes of an open file. Raises OSError where it has fewer."""
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size_bytes, 0o600, time.time()
        self._tar.addfile(member, file)
        self._tar.members.clear()  # type: ignore[attr-defined]  # it would remember every one

    def close(self) -> None:
        """Write the end of the archive."""
        self._tar.close()


def members(source: IO[bytes]) -> Iterator[tuple[str, int, IO[bytes]]]:
    """Name, size in bytes and content of each file of a stream. Raises tarfile.TarError.

    A content can be read until the next one is asked for, and may raise the same.
    """
    with tarfile.open(fileobj=source, mode="r|", bufsize=_BUFFER_BYTES) as tar:
        while (member := tar.next()) is not None:
            content = tar.extractfile(member)
            if content is None:
                raise tarfile.ReadError(f"{member.name} is no file")
            yield member.name, member.size, content
            tar.members.clear()  # type: ignore[attr-defined]
