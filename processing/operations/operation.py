"""One row of the table of operations: a function on pixels with what it may be told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import cv2
import numpy as np

from processing.faces import Face
from processing.images import Image
from processing.operations.parameters import Parameter, Value


@dataclass(frozen=True)
class Operation:
    """A named function `(image, **arguments) -> image` and its parameters.

    `takes` says what pixels the function is written for: `colour` gets BGR (grey input is
    widened, alpha set aside and put back), `any` gets the picture as it is, alpha included.
    With `find` the function also gets the faces found, or those it is told to take, as `faces`.
    """

    name: str
    function: Callable[..., Image]
    parameters: tuple[Parameter, ...] = ()
    takes: Literal["colour", "any"] = "colour"
    find: Callable[[Image, Mapping[str, Value]], list[Face]] | None = field(
        default=None, kw_only=True
    )

    def defaults(self) -> dict[str, Value]:
        """Every parameter's default by name."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    def apply(self, image: Image, **arguments: Value) -> Image:
        """Return a new picture; the input stays as it was. Missing arguments take their default."""
        return self.run(image, arguments)[0]

    def run(
        self,
        image: Image,
        arguments: Mapping[str, Value],
        known_faces: Sequence[Face] | None = None,
    ) -> tuple[Image, list[Face]]:
        """Apply, and report the faces found (none for an operation that does not look for any).

        With `known_faces` nothing is searched: these are the ones.
        """
        told = {**self.defaults(), **arguments}
        if self.takes == "any":
            return self.function(image, **told), []
        colour, alpha = split(image)
        faces: list[Face] = []
        if self.find is None:
            result = self.function(colour, **told)
        else:
            faces = self.find(colour, told) if known_faces is None else list(known_faces)
            result = self.function(colour, faces=faces, **told)
        return result if alpha is None else np.dstack((result, alpha)), faces


def split(image: Image) -> tuple[Image, Image | None]:
    """BGR, and alpha where there is one, of a grey, BGR or BGRA picture."""
    if image.ndim == 2:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), np.uint8), None
    if image.shape[2] == 4:
        return np.ascontiguousarray(image[:, :, :3]), image[:, :, 3]
    return image, None
