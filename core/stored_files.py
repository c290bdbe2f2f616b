"""Moves local files into storage, and stored ones out of it for good."""

from contextlib import suppress
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from core.tokens import is_key


class StorageTrouble(Exception):
    """The storage did not do what was asked; it may, later."""


class StorageUnavailableError(OSError):
    """A bucket did not do what was asked; callers treat it like a disk that fails."""


class MovableFile(File):  # type: ignore[type-arg]
    """A local file of ours that a storage on the same disk may take instead of copying it."""

    def temporary_file_path(self) -> str:
        """What Django's storages look for; an uploaded file has it too."""
        return str(self.name)


def is_bucket() -> bool:
    """Whether files are in a bucket, which is there whatever becomes of this machine."""
    return hasattr(default_storage, "signed_address")


def store(source: Path, key: str) -> None:
    """Copy a local file into storage under a key that is not taken. Raises StorageTrouble."""
    try:
        with source.open("rb") as local:
            stored_as = default_storage.save(key, MovableFile(local))
    except OSError as error:
        raise StorageTrouble(f"writing failed: {error}") from error
    if stored_as != key:
        erase(stored_as)
        raise StorageTrouble("writing failed: the name is taken")


def erase(key: str) -> None:
    """Remove one stored file; that it is not there is no trouble. Raises StorageTrouble.

    On a disk an upload's folder goes with its last file.
    """
    try:
        default_storage.delete(key)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageTrouble(f"removing failed: {error}") from error
    folder = key.rpartition("/")[0]
    if is_key(folder):
        with suppress(OSError):  # others lie there
            default_storage.delete(folder)


def discard_folder(folder: str) -> None:
    """Remove every file of an upload, known to a row or not. Raises StorageTrouble."""
    try:
        _directories, files = default_storage.listdir(folder)
        for name in files:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)  # on a disk, the directory itself
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageTrouble(f"removing failed: {error}") from error
