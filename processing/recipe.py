"""An ordered list of operations with their arguments, validated once, when it arrives."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from processing.face import Face
from processing.operations import OPERATIONS
from processing.operations.operation import Operation
from processing.operations.parameters import OutOfRange, Value
from processing.refusal import InvalidRecipe

if TYPE_CHECKING:  # NumPy is loaded where pixels are worked on, not where recipes are judged
    from processing.pixels import Image

MAX_STEPS = 10
MAX_TEXT_CHARACTERS = 100_000
"""Far more than ten steps take; what is longer is not even read."""


@dataclass(frozen=True)
class Step:
    """One operation with every argument it will be given."""

    operation: Operation
    arguments: Mapping[str, Value]


@dataclass(frozen=True)
class Rendering:
    """A picture after its recipe, with the faces as the step that hid them saw the picture.

    `seen_px` is the (height, width) it had then; None where no step looks for faces.
    """

    image: "Image"
    faces: list[Face] = field(default_factory=list)
    seen_px: tuple[int, int] | None = None


@dataclass(frozen=True)
class Recipe:
    """What is done to a picture, in order."""

    steps: tuple[Step, ...]

    @classmethod
    def parse(cls, raw: object) -> "Recipe":
        """Validate `[{"op": NAME, PARAMETER: VALUE, ...}, ...]`; raises InvalidRecipe."""
        if not isinstance(raw, list):
            raise InvalidRecipe("not_a_list")
        if not 1 <= len(raw) <= MAX_STEPS:
            raise InvalidRecipe("number_of_steps", allowed=f"1 – {MAX_STEPS}")
        return cls(tuple(_step(number, entry) for number, entry in enumerate(raw, start=1)))

    @classmethod
    def parse_text(cls, text: str) -> "Recipe":
        """Judge a recipe that comes as JSON text; raises InvalidRecipe."""
        if len(text) > MAX_TEXT_CHARACTERS:
            raise InvalidRecipe("too_long", allowed=f"{MAX_TEXT_CHARACTERS:,}")
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidRecipe("not_json") from error
        return cls.parse(raw)

    def as_json(self) -> list[dict[str, Value]]:
        """The recipe with every default written out; `parse` takes it back."""
        return [{"op": step.operation.name, **step.arguments} for step in self.steps]

    @property
    def looks_for_faces(self) -> bool:
        """Whether a step of it searches the picture for faces."""
        return self._searches > 0

    @property
    def looks_for_faces_once(self) -> bool:
        """Whether it is clear which step's faces are meant, so that a person can correct them."""
        return self._searches == 1

    @property
    def only_hides_faces(self) -> bool:
        """Whether nothing changes but the faces."""
        return len(self.steps) == 1 and self.looks_for_faces

    @property
    def starts_grey(self) -> bool:
        """Whether the first step turns the picture grey, so that it may be decoded as grey."""
        return self.steps[0].operation.name == "grayscale"

    @property
    def turn(self) -> int:
        """The degrees, clockwise, by which steps after the face search turn the picture: 0..270."""
        turned = 0
        for step in self.steps:
            if step.operation.find:
                turned = 0
            turned += int(step.arguments.get("angle", 0))
        return turned % 360

    @property
    def _searches(self) -> int:
        return sum(step.operation.find is not None for step in self.steps)

    def run(
        self,
        image: "Image",
        known_faces: Sequence[Face] | None = None,
        noise_key: bytes | None = None,
    ) -> Rendering:
        """Carry out every step; the faces are in pixels of the picture the step saw.

        With `known_faces` these are hidden and nothing is searched; with the same `noise_key` the
        same cover gets the same noise. A first step `grayscale` is skipped for a picture that was
        decoded as grey.
        """
        found: list[Face] = []
        seen_px = None
        is_done_by_decoder = image.ndim == 2 and self.starts_grey
        for step in self.steps[1:] if is_done_by_decoder else self.steps:
            if step.operation.find:
                seen_px = image.shape[0], image.shape[1]
            image, faces = step.operation.run(image, step.arguments, known_faces, noise_key)
            found.extend(faces)
        return Rendering(image, found, seen_px)


def _printable(sent: object) -> str:
    """A name that a visitor sent, shortened and made encodable, for an error message."""
    shown = sent if isinstance(sent, str) else type(sent).__name__
    return shown[:40].encode(errors="replace").decode()


def _step(number: int, entry: object) -> Step:
    if not isinstance(entry, dict):
        raise InvalidRecipe("not_an_object", step=number)
    name = entry.get("op")
    if not isinstance(name, str) or name not in OPERATIONS:
        raise InvalidRecipe(
            "unknown_operation",
            step=number,
            operation=_printable(name),
            allowed=", ".join(OPERATIONS),
        )
    operation = OPERATIONS[name]
    given = {key: value for key, value in entry.items() if key != "op"}
    return Step(operation, {**operation.defaults(), **dict(_judged(number, operation, given))})


def _judged(
    number: int, operation: Operation, given: Mapping[object, object]
) -> Iterator[tuple[str, Value]]:
    """The arguments of a step as its operation's parameters take them."""
    parameters = {parameter.name: parameter for parameter in operation.parameters}
    for key, value in given.items():
        if not isinstance(key, str) or key not in parameters:
            raise InvalidRecipe(
                "unknown_parameter",
                step=number,
                operation=operation.name,
                parameter=_printable(key),
                allowed=", ".join(parameters),
            )
        try:
            yield key, parameters[key].judge(value)
        except OutOfRange as outside:
            raise InvalidRecipe(
                "out_of_range",
                step=number,
                operation=operation.name,
                parameter=key,
                allowed=outside.allowed,
            ) from outside
