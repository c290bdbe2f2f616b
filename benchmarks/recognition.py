"""Whether a covered face can be told from other people's, over the pictures of SAMPLES.

python -m benchmarks.recognition FOLDER prints how often a covered face is matched with the right
one of all faces. Who tries has, of each, what stands in for another photograph: the same one
mirrored, shifted by a twentieth and in other light. It is compared as it is, and covered too (the
"parrot" of Newton, Sweeney and Malin 2005), by descriptors of OpenCV and scikit-image; the one that
serves best counts. No network that was trained to recognise faces is tried. Last comes what the
mean of many results of one picture shows, had every face been painted with noise.
"""

import os
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from skimage.feature import hog, local_binary_pattern

from benchmarks.face_pictures import Samples
from processing import faces
from processing.coat import Coat, mosaic_colours, paints
from processing.colour import to_grey
from processing.cover import Cover, covers
from processing.face import Face
from processing.operations import OPERATIONS
from processing.operations.hide import hide_faces
from processing.pixels import Image

Descriptor = npt.NDArray[np.float64]

_SIDE_PX = 64
_MIN_FACE_PX = 32
_SHIFT_PX = 3
_GAMMA = 1.3
_MARGIN = 0.25
_NOISY = 2
"""The place of four colours and noise among the coats."""
_RESULTS = 16
_KEY = b"the site's own"
_SAME_PICTURE = 6.0
"""The mean difference of two pictures 8 x 8 px, below which one is a copy of the other."""


def main() -> int:
    """Print the table; 2 where there are no samples."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SAMPLES", ""))
    if not (folder / "manifest.json").is_file():
        print("Name the folder with manifest.json: python -m benchmarks.recognition FOLDER")
        return 2
    shown, hidden = _crops(list(_different(Samples(folder))))
    others = [_another_photograph(face) for face in shown]
    print(f"{len(shown)} faces: share matched with their own (by chance {1 / len(shown):.3f})\n")
    for style, crops in {"not covered": shown, **hidden}.items():
        print(f"{style:24} {_share_matched(crops, others):.3f}")
    return 0


def _different(samples: Samples) -> Iterator[Image]:
    """The pictures, without copies, in which somebody would be there twice."""
    known: list[Descriptor] = []
    for picture in samples.with_faces():
        small = cv2.resize(picture.image, (8, 8), interpolation=cv2.INTER_AREA).astype(float)
        if all(np.abs(small - other).mean() > _SAME_PICTURE for other in known):
            known.append(small)
            yield picture.image


def _crops(pictures: Sequence[Image]) -> tuple[list[Image], dict[str, list[Image]]]:
    """Every face that is large enough, as it was and as each style leaves it, (64, 64, 3) BGR."""
    shown: list[Image] = []
    hidden: dict[str, list[Image]] = {}
    for picture in pictures:
        found = [face for face in faces.find(picture) if face.height >= _MIN_FACE_PX]
        size = picture.shape[0], picture.shape[1]
        every = covers(found, shape="box", margin=_MARGIN, size=size)
        shown += [_crop(picture, cover) for cover in every]
        for style, result in _results(picture, found):
            hidden.setdefault(style, []).extend(_crop(result, cover) for cover in every)
    return shown, hidden


def _results(picture: Image, found: list[Face]) -> Iterator[tuple[str, Image]]:
    for style in ("mosaic", "blur", "solid"):
        yield style, OPERATIONS["faces"].run(picture, {"style": style}, found)[0]
    first = hide_faces(picture, faces=found, style="mosaic", margin=0.25, blocks=6)
    yield "mosaic of one coat", first
    anew = (_noisy(picture, found, _MARGIN, secrets.token_bytes(32)) for _ in range(_RESULTS))
    again = (_noisy(picture, found, _MARGIN, _KEY) for _ in range(_RESULTS))
    margins = (_noisy(picture, found, _MARGIN + n / 100, _KEY) for n in range(_RESULTS))
    yield "noise, one result", _noisy(picture, found, _MARGIN, _KEY)
    yield "noise, mean of 16", _mean(again)
    yield "... each drawn anew", _mean(anew)
    yield "... of other margins", _mean(margins)


def _noisy(picture: Image, found: list[Face], margin: float, key: bytes) -> Image:
    """Every face under the coat of four colours and noise, whether it needs that or not."""
    hidden = picture.copy()
    for cover in covers(found, shape="box", margin=margin, size=(len(picture), len(picture[0]))):
        coat = paints("mosaic", 6, key)[_NOISY](picture, cover)
        hidden[cover.window] = coat.enlarged(cover.bottom - cover.top, cover.right - cover.left)
    return hidden


def _mean(results: Iterator[Image]) -> Image:
    """What is left when noise that differs from one result to the next is evened out."""
    total = next(results).astype(np.uint16)
    for result in results:
        total += result
    return np.asarray(total // _RESULTS, np.uint8)


def _crop(picture: Image, cover: Cover) -> Image:
    size = _SIDE_PX, _SIDE_PX
    part = picture[cover.window]
    return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)


def _another_photograph(face: Image) -> Image:
    shifted = cv2.copyMakeBorder(
        face[_SHIFT_PX:, _SHIFT_PX:, :], 0, _SHIFT_PX, 0, _SHIFT_PX, cv2.BORDER_REPLICATE
    )
    lighter = 255 * (shifted[:, ::-1] / 255) ** (1 / _GAMMA)
    return np.ascontiguousarray(lighter.astype(np.uint8))


def _parrot(face: Image) -> Image:
    return Coat(mosaic_colours(face, 6)).enlarged(_SIDE_PX, _SIDE_PX)


def _share_matched(crops: Sequence[Image], others: Sequence[Image]) -> float:
    """The best that any descriptor makes of them, others as they are or covered too."""
    return max(
        _matches(describe, crops, [prepared(other) for other in others])
        for describe in (_colours, _gradients, _textures)
        for prepared in (np.ascontiguousarray, _parrot)
    )


def _matches(
    describe: Callable[[Image], Descriptor], crops: Sequence[Image], others: Sequence[Image]
) -> float:
    """How many are most like the other photograph of the same face, as correlation tells."""
    mine, theirs = (
        np.stack([_standardised(describe(face)) for face in each]) for each in (crops, others)
    )
    likeness = mine @ theirs.T
    own = np.diag(likeness)[:, None]
    # Where all are alike nobody is told apart: those as like as the own one share the match.
    ties = (likeness >= own - 1e-9).sum(axis=1)
    is_best = (likeness <= own + 1e-9).all(axis=1)
    return float(np.where(is_best, 1 / ties, 0).mean())


def _standardised(values: Descriptor) -> Descriptor:
    centred = values - values.mean()
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-9))


def _colours(face: Image) -> Descriptor:
    """A template: colours on 12 x 12 places, symmetric, since a photograph may be mirrored."""
    small = cv2.resize(face, (12, 12), interpolation=cv2.INTER_AREA).astype(np.float64)
    return np.asarray((small + small[:, ::-1]).ravel())


def _gradients(face: Image) -> Descriptor:
    """Histograms of oriented gradients (Dalal and Triggs 2005), and of the mirror image's."""
    grey = to_grey(face)
    return np.asarray(hog(grey) + hog(grey[:, ::-1]), np.float64)


def _textures(face: Image) -> Descriptor:
    """Histograms of local binary patterns (Ahonen et al. 2006) of 4 x 4 parts, and mirrored."""
    grey = to_grey(face)
    return _patterns(grey) + _patterns(np.ascontiguousarray(grey[:, ::-1]))


def _patterns(grey: Image) -> Descriptor:
    codes = local_binary_pattern(grey, 8, 2, method="uniform")  # type: ignore[no-untyped-call]
    parts = codes.reshape(4, 16, 4, 16).transpose(0, 2, 1, 3).reshape(16, -1)
    return np.concatenate(
        [np.bincount(part.astype(int), minlength=10)[:10] for part in parts]
    ).astype(np.float64)


if __name__ == "__main__":
    sys.exit(main())
