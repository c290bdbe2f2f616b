"""Short films of faces that move: pictures of faces pasted over a still one, their places known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from processing.images import Image

CornerBox = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the frame."""

_ROOM = 0.6
"""How much of a head is cut out around its face, as a share of the face's sides."""
_MIN_IN_SIGHT = 0.5
"""A face of which less is in sight is nobody's any more."""


@dataclass(frozen=True)
class Head:
    """A face with what is around it, (height, width, 3) BGR, and the face's box in it."""

    picture: Image
    face: CornerBox

    @classmethod
    def cut_out(cls, picture: Image, box: Sequence[int]) -> "Head":
        """Cut a head out of a picture by its face's box: left, top, width, height."""
        x, y, width, height = box
        dx, dy = round(width * _ROOM), round(height * _ROOM)
        left, top = max(0, x - dx), max(0, y - dy)
        head = picture[top : y + height + dy, left : x + width + dx]
        return cls(head, (x - left, y - top, x - left + width, y - top + height))


@dataclass(frozen=True)
class FacePlace:
    """Where a face's centre is (px), how high it is (px), and its width as a share of its own."""

    x: float
    y: float
    height: float
    squeeze: float = 1.0


@dataclass(frozen=True)
class FilmScene:
    """So many frames; `places` tells where its faces are in one of them, the nearer ones last."""

    name: str
    frames: int
    places: Callable[[int, int, int], Sequence[FacePlace]]
    """From the frame's number and the picture's width and height."""
    bar: float = 0.0
    """The width of a bar in front of everything, as a share of the picture's width."""
    pan_px: int = 0
    """By so much the camera turns from frame to frame."""
    light: float = 1.0
    noise: float = 2.5
    """What the sensor adds to each pixel, standard deviation of 255."""


@dataclass(frozen=True)
class Shown:
    """A frame and the boxes of the faces in sight in it."""

    image: Image
    faces: tuple[CornerBox, ...]


def film(
    scene: FilmScene, heads: Sequence[Head], background: Image, rng: np.random.Generator
) -> Iterator[Shown]:
    """The frames of a scene, its faces those of `heads`, over a (height, width, 3) background."""
    height, width = background.shape[:2]
    bar = _bar(scene, width)
    for number in range(scene.frames):
        image = np.roll(background, scene.pan_px * number, axis=1).astype(np.float32)
        boxes = [
            _paste(image, head, place)
            for head, place in zip(heads, scene.places(number, width, height), strict=False)
        ]
        image[:, slice(*bar)] = 90
        image *= scene.light
        image += rng.normal(0, scene.noise, image.shape).astype(np.float32)
        seen = [box for box in boxes if _in_sight(box, width, height, bar) >= _MIN_IN_SIGHT]
        yield Shown(np.clip(image, 0, 255).astype(np.uint8), tuple(seen))


def _bar(scene: FilmScene, width: int) -> tuple[int, int]:
    """Its first column and the one behind its last."""
    bar_px = round(scene.bar * width)
    return (width - bar_px) // 2, (width + bar_px) // 2


def _paste(image: npt.NDArray[np.float32], head: Head, place: FacePlace) -> CornerBox:
    """Draw a head with soft edges, as far as it lies in the picture; the box of its face."""
    left, top, right, bottom = head.face
    scale = place.height / (bottom - top)
    across = scale * place.squeeze
    x0 = round(place.x - (left + right) / 2 * across)
    y0 = round(place.y - (top + bottom) / 2 * scale)
    rows, columns = (
        max(1, round(side * by))
        for side, by in zip(head.picture.shape[:2], (scale, across), strict=True)
    )
    small = cv2.resize(head.picture, (columns, rows), interpolation=cv2.INTER_AREA)
    share = _soft_ellipse(rows, columns)
    y1, x1 = max(0, y0), max(0, x0)
    y2, x2 = min(image.shape[0], y0 + rows), min(image.shape[1], x0 + columns)
    if y1 < y2 and x1 < x2:
        inside = slice(y1 - y0, y2 - y0), slice(x1 - x0, x2 - x0)
        under = image[y1:y2, x1:x2]
        under += share[inside] * (small[inside] - under)
    return x0 + left * across, y0 + top * scale, x0 + right * across, y0 + bottom * scale


def _soft_ellipse(rows: int, columns: int) -> npt.NDArray[np.float32]:
    """(rows, columns, 1): one inside an ellipse that fills them, falling to zero at its edge."""
    y, x = np.ogrid[:rows, :columns]
    radius = np.hypot((y + 0.5) / rows * 2 - 1, (x + 0.5) / columns * 2 - 1)
    return np.asarray(np.clip((1 - radius) / 0.12, 0, 1), np.float32)[:, :, None]


def _in_sight(box: CornerBox, width: int, height: int, bar: tuple[int, int]) -> float:
    """The share of a box that is in the picture and not behind the bar."""
    left, top, right, bottom = box
    x0, x1 = max(0.0, left), min(float(width), right)
    y0, y1 = max(0.0, top), min(float(height), bottom)
    across = max(0.0, x1 - x0) - max(0.0, min(x1, bar[1]) - max(x0, bar[0]))
    return across * max(0.0, y1 - y0) / ((right - left) * (bottom - top))
