"""Frames that wait on disk until the site takes them."""

import fcntl
import json
import logging
import os
import threading
from bisect import insort
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from observer.frame import Frame

logger = logging.getLogger(__name__)

_WARN_EVERY = 100


class SpoolInUse(Exception):
    """Another observer works in this directory."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock a directory, which is made if need be, for this process. Raises SpoolInUse, OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SpoolInUse from None
        yield


class Spool:
    """The waiting frames of one camera, oldest first; past `limit` the oldest is dropped.

    One file is one frame: a line of JSON, then the JPEG. Files are renamed into place, so that a
    process that is killed leaves no partial frame and loses none that was added. Thread-safe.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder, self._limit, self._dropped = folder, limit, 0
        self._lock = threading.Lock()
        for torn in folder.glob("*.new"):
            torn.unlink()
        self._names = sorted(path.name for path in folder.glob("*.frame"))
        self._drop_oldest()

    def __len__(self) -> int:
        return len(self._names)

    def add(self, frame: Frame) -> None:
        """Write a frame to disk. Where that fails, the frame is lost, and a warning is logged."""
        try:
            with self._lock:
                self._write(frame)
                self._drop_oldest()
        except OSError as error:
            logger.warning("a picture is lost, it cannot be kept on disk: %s", error)

    def oldest(self) -> Frame | None:
        """The frame that has waited longest; None where none waits."""
        with self._lock:
            while self._names:
                path = self._folder / self._names[0]
                try:
                    return _read(path)
                except (OSError, ValueError, KeyError, TypeError) as error:
                    logger.warning("a kept picture cannot be read and is dropped: %s", error)
                    self._forget(path.name)
        return None

    def remove(self, frame: Frame) -> None:
        """Delete a frame: the site has it, or will never accept it."""
        with self._lock:
            self._forget(_name(frame))

    def _write(self, frame: Frame) -> None:
        path = self._folder / _name(frame)
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(json.dumps({"comment": frame.comment}).encode() + b"\n" + frame.jpeg)
            file.flush()
            os.fsync(file.fileno())  # the machine may lose its power
        new.rename(path)
        if path.name not in self._names:
            insort(self._names, path.name)

    def _drop_oldest(self) -> None:
        while len(self._names) > self._limit:
            self._forget(self._names[0])
            if self._dropped % _WARN_EVERY == 0:
                words = "more than %d pictures wait: the oldest is dropped (%d so far)"
                logger.warning(words, self._limit, self._dropped + 1)
            self._dropped += 1

    def _forget(self, name: str) -> None:
        if name in self._names:
            self._names.remove(name)
        (self._folder / name).unlink(missing_ok=True)


def _name(frame: Frame) -> str:
    """The file name of a frame; names sort by time until the year 2286."""
    return f"{frame.time:0>17}.frame"


def _read(path: Path) -> Frame:
    head, _newline, jpeg = path.read_bytes().partition(b"\n")
    return Frame(float(path.stem), str(json.loads(head)["comment"]), jpeg)
