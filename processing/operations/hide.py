"""Operations that make things unrecognisable: faces, a region, the whole picture."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from processing import closeups
from processing import faces as detector
from processing.coat import Coat, first_paint, mosaic_colours, paints
from processing.cover import Cover, covers
from processing.face import Face
from processing.operations.parameters import Value
from processing.pixels import Image

_SEEN = 0.2
"""What scores as high in a close-up counts as a face, as in the company of a sure one."""


def find_faces(image: Image, arguments: Mapping[str, Value]) -> list[Face]:
    """The faces of a (height, width, 3) BGR picture whose score is at least `min_score`."""
    return [face for face in detector.find(image) if face.score >= float(arguments["min_score"])]


def hide_faces(
    image: Image,
    *,
    faces: Sequence[Face],
    style: str,
    margin: float,
    blocks: int,
    shape: str = "box",
) -> Image:
    """Cover each face's box, grown by `margin` of its size, in a (height, width, 3 or 4) picture.

    `mosaic` puts `blocks` squares of mean colour along the cover's long side, the grid anchored to
    it; `blur` interpolates between these means, so that it carries no more than they do; `solid`
    paints black.
    """
    first = first_paint(style, blocks)
    hidden = image.copy()
    every = covers(faces, shape=shape, margin=margin, size=_size(image))
    _lay(hidden, every, [first(image, cover) for cover in every])
    return hidden


def hide_faces_unseen(
    image: Image,
    *,
    faces: Sequence[Face],
    style: str,
    margin: float,
    blocks: int,
    shape: str,
    noise_key: bytes,
    **_others: Value,
) -> Image:
    """The same, and where the detector still sees a face in a cover, that is painted anew.

    Each time with less of the face, until none is seen or it is black; `noise_key` is the secret
    with which noise is drawn. The step's other arguments concern the search and the file.
    """
    every = covers(faces, shape=shape, margin=margin, size=_size(image))
    first, *others = paints(style, blocks, noise_key)
    coats, hidden = [first(image, cover) for cover in every], image.copy()
    _lay(hidden, every, coats)
    doubtful = list(range(len(every)))
    for paint in others:
        scores = closeups.scores(hidden, [every[number] for number in doubtful])
        doubtful = [n for n, score in zip(doubtful, scores, strict=True) if score >= _SEEN]
        if not doubtful:
            break
        for number in doubtful:
            coats[number] = paint(image, every[number])
        _lay(hidden, every[doubtful[0] :], coats[doubtful[0] :])
    return hidden


def _lay(hidden: Image, every: Sequence[Cover], coats: Sequence[Coat]) -> None:
    """Paint covers, the largest last, each with its coat."""
    for cover, coat in zip(every, coats, strict=True):
        mask = cover.mask()
        np.copyto(hidden[cover.window], coat.enlarged(*mask.shape), where=mask[:, :, None])


def pixelate(
    image: Image, *, blocks: int, left: float, top: float, width: float, height: float
) -> Image:
    """Mosaic a region, given in % of the picture's sides (0, 0, 100, 100: all of it)."""
    rows, columns = image.shape[:2]
    y0, x0 = int(rows * top / 100), int(columns * left / 100)
    y1 = min(rows, math.ceil(rows * (top + height) / 100))
    x1 = min(columns, math.ceil(columns * (left + width) / 100))
    result = image.copy()
    if y1 > y0 and x1 > x0:
        result[y0:y1, x0:x1] = mosaic(image[y0:y1, x0:x1], blocks)
    return result


def mosaic(image: Image, blocks: int) -> Image:
    """Replace a picture by at most `blocks` area means along its long side, square as may be."""
    return Coat(mosaic_colours(image, blocks)).enlarged(*image.shape[:2])


def _size(image: Image) -> tuple[int, int]:
    return image.shape[0], image.shape[1]
