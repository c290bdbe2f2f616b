"""Judges sent files by their headers, and says what each will cost to work on."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from processing.clip_headers import is_clip, sniff_clip
from processing.clip_recipe import judge_for_clips
from processing.headers import sniff
from processing.headers.buffer import Buffer, mapped
from processing.recipe import Recipe
from processing.refusal import InvalidRecipe, Refused
from uploads.names import display_name

_COST_OF_A_SECOND = 5
"""A second of a clip takes about as long as five pictures of its size."""

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
    is_clip: bool = False


def judge(files: Sequence[SentFile], recipe: Recipe) -> tuple[list[GoodFile], list[RefusedFile]]:
    """The files to take in for a recipe, and those that are refused."""
    good: list[GoodFile] = []
    refused: list[RefusedFile] = []
    for file in files:
        try:
            with _content(file) as content:
                good.append(_good(file, content, recipe))
        except Refused as refusal:
            refused.append(RefusedFile(display_name(file.name or ""), refusal.code))
    return good, refused


def _good(file: SentFile, content: Buffer, recipe: Recipe) -> GoodFile:
    """Judge a file by its header. Raises Refused."""
    steps = len(recipe.steps) + 1
    if not is_clip(content) or _stays_still(content, recipe):
        header = sniff(content, settings.PICTURE_LIMITS)
        return GoodFile(file, _megapixels(header.width, header.height) * steps)
    clip = sniff_clip(content, settings.CLIP_LIMITS)
    try:
        judge_for_clips(recipe)
    except InvalidRecipe as error:
        raise Refused(error.reason) from error
    seconds = max(1, round(clip.duration_s))
    cost = _megapixels(clip.width, clip.height) * seconds * _COST_OF_A_SECOND * steps
    return GoodFile(file, cost, is_clip=True)


def _stays_still(content: Buffer, recipe: Recipe) -> bool:
    """Whether an animated picture cannot be a clip; of it the first frame is taken, as of others.

    Films that are none are refused instead.
    """
    if bytes(content[:3]) != b"GIF":
        return False
    try:
        judge_for_clips(recipe)
        sniff_clip(content, settings.CLIP_LIMITS)
    except Refused:
        return True
    return False


def _megapixels(width: int, height: int) -> int:
    """Each one that is begun counts."""
    return math.ceil(width * height / 1_000_000)


@contextmanager
def _content(file: SentFile) -> Iterator[Buffer]:
    """What was sent, without reading all of it into memory."""
    try:
        number = file.fileno()
    except (AttributeError, OSError):  # it lies in memory anyway
        yield file.read()
        return
    with mapped(number) as content:
        yield content
