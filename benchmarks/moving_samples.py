"""The heads and backgrounds that films of moving faces are made of."""

import json
import math
from pathlib import Path

import cv2
import numpy as np
from skimage import data

from benchmarks.moving_film import Head
from processing.images import Image

_HEADS = 5
_LEAST_FACE_PX = 60


def samples(folder: Path) -> tuple[list[Head], list[Image]]:
    """Heads of a few pictures, each the largest in its own, and pictures without any."""
    manifest = json.loads((folder / "manifest.json").read_text())
    heads = [
        Head.cut_out(_read(folder / entry["file"]), box)
        for entry in manifest["faces"]
        for box in [max(entry["boxes"], key=lambda box: box[2] * box[3])]
        if min(box[2:]) >= _LEAST_FACE_PX and not {"profile", "cut-by-edge"} & set(entry["tags"])
    ]
    without = [folder / entry["file"] for entry in manifest["nofaces"] if entry["width"] >= 900]
    return heads[:_HEADS], [_read(path) for path in without]


def without_samples() -> tuple[list[Head], list[Image]]:
    astronaut = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2BGR)  # type: ignore[no-untyped-call]
    blocks = np.random.default_rng(0).integers(0, 255, (45, 80, 3), np.uint8)
    return [Head.cut_out(np.asarray(astronaut, np.uint8), (174, 66, 98, 130))], [blocks]


def _read(path: Path) -> Image:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise RuntimeError(f"{path} is no picture")
    return np.asarray(image, np.uint8)


def filling(picture: Image, size: tuple[int, int]) -> Image:
    """A picture cut and resized to (width, height) px."""
    width, height = size
    scale = max(width / picture.shape[1], height / picture.shape[0])
    across, down = (math.ceil(side * scale) for side in picture.shape[1::-1])
    large = cv2.resize(picture, (across, down), interpolation=cv2.INTER_CUBIC)
    return np.asarray(large[:height, :width], np.uint8)
