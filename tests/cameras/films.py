"""Films for cameras to play, made when a test needs them."""

import struct
from pathlib import Path

import cv2
import numpy as np

from processing.frames import encode_frame
from processing.images import Image


def walk(face: Image, frames: int = 30, width: int = 640, height: int = 360) -> list[bytes]:
    """JPEGs of a face (any picture of one) that moves over a background of stripes."""
    rows, columns = np.mgrid[0:height, 0:width]
    background = np.dstack((rows % 97, columns % 151, (rows + columns) % 131)).astype(np.uint8)
    small = cv2.resize(face, (240, 240), interpolation=cv2.INTER_AREA)
    pictures = []
    for number in range(frames):
        picture = background.copy()
        left = round((width - 240) * number / max(1, frames - 1))
        picture[60:300, left : left + 240] = small
        pictures.append(encode_frame(picture, 90))
    return pictures


def counting(frames: int = 10, width: int = 160, height: int = 120) -> list[bytes]:
    """JPEGs without a face, each of another brightness."""
    step = 200 // frames
    pictures = (np.full((height, width, 3), 20 + step * n, np.uint8) for n in range(frames))
    return [encode_frame(picture, 90) for picture in pictures]


def write_walks(path: Path, walks: int = 2, fps: float = 10) -> Path:
    """An AVI of 640 x 360 in which a white square 60 px large crosses a textured wall again and
    again, its top at 150: 2 s in which nothing moves, 2 s of walking, 2 s of nothing, and so on.
    """
    wall = np.random.default_rng(5).integers(60, 190, (18, 32, 3), np.uint8)
    empty = cv2.resize(wall, (640, 360))
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (640, 360))
    still, walking = [None] * round(2 * fps), np.linspace(20, 560, round(2 * fps)).astype(int)
    for left in (*still, *(place for _walk in range(walks) for place in (*walking, *still))):
        frame = empty.copy()
        if left is not None:
            cv2.rectangle(frame, (left, 150), (left + 60, 210), (255, 255, 255), cv2.FILLED)
        writer.write(frame)
    writer.release()
    return path


def write_film(
    path: Path, frames: int = 20, fps: float = 10, width: int = 64, height: int = 48
) -> Path:
    """An AVI of Motion JPEGs whose frames get brighter, from 0 upward in steps of 10."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (width, height))
    for number in range(frames):
        writer.write(np.full((height, width, 3), number * 10 % 250, np.uint8))
    writer.release()
    return path


def write_raw_film(path: Path, frames: int = 5, side: int = 48) -> Path:
    """An AVI of raw 24-bit pictures, 48 x 48: OpenCV 5 aborts when it is asked for one of them."""
    size = side * side * 3
    main = struct.pack("<14I", 66_666, size * 15, 0, 16, frames, 0, 1, size, side, side, *[0] * 4)
    header = struct.pack(
        "<4s4sIHHIIIIIIII4H",
        *(b"vids", b"DIB ", 0, 0, 0, 0, 100, 1500, 0, frames, size, 0, 0, 0, 0, side, side),
    )
    form = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, size, 0, 0, 0, 0)
    stream = b"strl" + _chunk(b"strh", header) + _chunk(b"strf", form)
    headers = b"hdrl" + _chunk(b"avih", main) + _chunk(b"LIST", stream)
    pictures = b"movi" + b"".join(_chunk(b"00db", bytes(size)) for _ in range(frames))
    path.write_bytes(
        _chunk(b"RIFF", b"AVI " + _chunk(b"LIST", headers) + _chunk(b"LIST", pictures))
    )
    return path


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
