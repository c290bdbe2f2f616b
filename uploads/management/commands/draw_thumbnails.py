from pathlib import Path
from typing import Any

import cv2
import numpy as np
from django.core.management.base import BaseCommand
from skimage import data

from processing.images import FileTraits, Image, encode
from processing.operations import OPERATIONS

_SIDE_PX = 112
_EXAMPLE = (slice(0, 384), slice(None))
_FACE = (slice(0, 240), slice(110, 350))
_SHOWN: dict[str, dict[str, Any]] = {"pixelate": {"blocks": 14}, "blur": {"radius": 4}}


def _astronaut() -> Image:
    """NASA's portrait of Eileen Collins, in the public domain; RGB."""
    return np.asarray(data.astronaut(), np.uint8)  # type: ignore[no-untyped-call]


class Command(BaseCommand):
    help = "Draws the upload page's example, and the small picture of each operation."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(__file__).parents[2] / "static/uploads/operations"
        folder.mkdir(exist_ok=True)
        astronaut = np.asarray(cv2.cvtColor(_astronaut(), cv2.COLOR_RGB2BGR), np.uint8)
        for name, operation in OPERATIONS.items():
            drawn = operation.apply(astronaut[_FACE], **_SHOWN.get(name, {}))
            small = np.asarray(cv2.resize(drawn, (_SIDE_PX, _SIDE_PX)), np.uint8)
            _write(small, folder / f"{name}.webp")
        before = np.ascontiguousarray(astronaut[_EXAMPLE])
        _write(before, folder.parent / "example-before.webp")
        _write(OPERATIONS["faces"].apply(before), folder.parent / "example-after.webp")


def _write(image: Image, path: Path) -> None:
    path.write_bytes(encode(image, FileTraits("WEBP")).content)
