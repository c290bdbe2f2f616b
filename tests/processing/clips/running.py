"""Runs the pipeline of clips in this process, and compares what comes out."""

import numpy as np

from processing.clip_limits import ClipLimits
from processing.clips import ClipOrder, process_clip
from processing.recipe import Recipe
from processing.refusal import Refused
from tests.processing.clips.films import read

FACES = [{"op": "faces"}]
GREY = [{"op": "grayscale"}]
NOBODY = [None] * 6
CODES = {
    "damaged",
    "unsupported_type",
    "unsupported_codec",
    "no_video",
    "clip_too_large",
    "clip_too_long",
}


def made(path, tmp_path, recipe=FACES, *, with_sound=True, correction=None, **told):
    target = tmp_path / "result.mp4"
    order = ClipOrder(Recipe.parse(recipe), with_sound, correction)
    outcome = process_clip(path, target, order, ClipLimits(), **told)
    return outcome, *read(target)


def ended(path, tmp_path):
    """(code, 0) of a refusal, or (None, frames)."""
    try:
        return None, made(path, tmp_path)[0].frames
    except Refused as refusal:
        return refusal.code, 0


def psnr(one, other):
    error = np.mean((one.astype(np.float64) - other) ** 2)
    return 10 * np.log10(255**2 / max(error, 1e-9))


def changed_inside(frame, original, box):
    """How much of a face's box, shrunken to its middle, differs clearly from the original."""
    x, y, width, height = (round(one) for one in box)
    rows = slice(y + height // 4, y + height * 3 // 4)
    columns = slice(x + width // 4, x + width * 3 // 4)
    apart = np.abs(frame[rows, columns].astype(int) - original[rows, columns]).max(axis=2)
    return float((apart > 12).mean())
