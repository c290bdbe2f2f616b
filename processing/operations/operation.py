"""One row of the table of operations: what it is called, which function does it, its parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from processing.face import Face
from processing.operations.parameters import Parameter, Value

if TYPE_CHECKING:  # NumPy is loaded where pixels are worked on, not where the table is read
    from processing.pixels import Image


@dataclass(frozen=True)
class Operation:
    """A named function `(image, **arguments) -> image` and its parameters.

    `function` and `find` are names like `tone.sepia`: a module of this package and a function in
    it. `takes` says what pixels the function is written for: `colour` gets BGR (grey input is
    widened, alpha set aside and put back, white where nothing is seen), `paper` gets grey,
    as the picture is seen on white; `bgra` gets BGR or BGRA, `any` the picture as it is.
    `find`, `(image, arguments) -> faces`, searches faces, which the function gets as `faces`, with
    a `noise_key` to draw noise with.
    """

    name: str
    function: str
    parameters: tuple[Parameter, ...] = ()
    takes: Literal["colour", "paper", "bgra", "any"] = "colour"
    find: str | None = field(default=None, kw_only=True)

    def defaults(self) -> dict[str, Value]:
        """Every parameter's default by name."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    def apply(self, image: "Image", **arguments: Value) -> "Image":
        """Return a new picture; the input stays as it was. Missing arguments take their default."""
        return self.run(image, arguments)[0]

    def run(
        self,
        image: "Image",
        arguments: Mapping[str, Value],
        known_faces: Sequence[Face] | None = None,
        noise_key: bytes | None = None,
    ) -> tuple["Image", list[Face]]:
        """Apply, and return the faces found (none for an operation that does not look for any).

        With `known_faces` nothing is searched: these are the ones. The same `noise_key`, a secret,
        gives the same cover of the same picture; without one its noise is drawn anew.
        """
        # By name, so that the web process, which reads the table, does not load OpenCV.
        execution = import_module("processing.operations.execution")
        done: tuple[Image, list[Face]] = execution.execute(
            self, image, {**self.defaults(), **arguments}, known_faces, noise_key
        )
        return done
