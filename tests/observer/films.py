"""Films that stand for cameras."""

from pathlib import Path

import cv2
import numpy as np


def write_film(path: Path, frames: int = 20) -> Path:
    """An AVI of Motion JPEGs, 64 x 48, each frame brighter than the one before."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for number in range(frames):
        writer.write(np.full((48, 64, 3), number * 250 // frames, np.uint8))
    writer.release()
    return path
