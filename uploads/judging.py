"""Judges sent files by their headers, and says what each will cost to work on."""

import math
import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from processing.headers import Header, sniff
from processing.refusal import Refused
from uploads.names import display_name

SentFile: TypeAlias = "UploadedFile[bytes]"


@dataclass(frozen=True)
class RefusedFile:
    """A file that was turned away: its name, made fit to be shown, and the code of the reason."""

    name: str
    code: str


@dataclass(frozen=True)
class GoodFile:
    """A file that is taken in, and what it costs to work on."""

    sent: SentFile
    cost: int


def judge(files: Sequence[SentFile], steps: int) -> tuple[list[GoodFile], list[RefusedFile]]:
    """The files to take in, for a recipe of so many steps, and those that are refused."""
    good: list[GoodFile] = []
    refused: list[RefusedFile] = []
    for file in files:
        try:
            header = _sniff(file)
        except Refused as refusal:
            refused.append(RefusedFile(display_name(file.name or ""), refusal.code))
        else:
            good.append(GoodFile(file, _cost(header, steps)))
    return good, refused


def _cost(header: Header, steps: int) -> int:
    """Megapixels, each begun one counted, for every step and for reading and writing."""
    return math.ceil(header.width * header.height / 1_000_000) * (steps + 1)


def _sniff(file: SentFile) -> Header:
    """Judge a file by its header without reading all of it into memory."""
    limits = settings.PICTURE_LIMITS
    if not file.size or not isinstance(file, TemporaryUploadedFile):
        return sniff(file.read(), limits)
    with (
        Path(file.temporary_file_path()).open("rb") as stored,
        mmap.mmap(stored.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return sniff(content, limits)
