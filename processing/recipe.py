"""An ordered list of operations with their arguments, judged once, at the door."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from processing.faces import Face
from processing.images import Image
from processing.operations import OPERATIONS
from processing.operations.operation import Operation
from processing.operations.parameters import Unfit, Value
from processing.refusal import InvalidRecipe

MAX_STEPS = 10
MAX_TEXT_CHARACTERS = 10_000


@dataclass(frozen=True)
class Step:
    """One operation with every argument it will be given."""

    operation: Operation
    arguments: Mapping[str, Value]


@dataclass(frozen=True)
class Recipe:
    """What is done to a picture, in order."""

    steps: tuple[Step, ...]

    @classmethod
    def parse(cls, raw: object) -> "Recipe":
        """Judge `[{"op": NAME, PARAMETER: VALUE, ...}, ...]`; raises InvalidRecipe."""
        if not isinstance(raw, list):
            raise InvalidRecipe("not_a_list")
        if not 1 <= len(raw) <= MAX_STEPS:
            raise InvalidRecipe("number_of_steps", allowed=f"1 – {MAX_STEPS}")
        return cls(tuple(_step(number, entry) for number, entry in enumerate(raw, start=1)))

    @classmethod
    def parse_text(cls, text: str) -> "Recipe":
        """Judge a recipe that comes as JSON text; raises InvalidRecipe."""
        if len(text) > MAX_TEXT_CHARACTERS:
            raise InvalidRecipe("not_json")
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
        return any(step.operation.find for step in self.steps)

    @property
    def starts_grey(self) -> bool:
        """Whether colour is dropped before anything looks at it."""
        return self.steps[0].operation.name == "grayscale"

    def run(self, image: Image) -> tuple[Image, list[Face]]:
        """Carry out every step; the faces are in pixels of the picture the step saw.

        A picture that is grey already needs no first step that makes it so.
        """
        found: list[Face] = []
        is_done_by_decoder = image.ndim == 2 and self.starts_grey
        for step in self.steps[1:] if is_done_by_decoder else self.steps:
            image, faces = step.operation.run(image, step.arguments)
            found.extend(faces)
        return image, found


def _printable(word: object) -> str:
    """A stranger's word, short and fit for any encoding, for an error message."""
    shown = word if isinstance(word, str) else type(word).__name__
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
    arguments = operation.defaults()
    parameters = {parameter.name: parameter for parameter in operation.parameters}
    for key, value in entry.items():
        if key == "op":
            continue
        if key not in parameters:
            raise InvalidRecipe(
                "unknown_parameter",
                step=number,
                operation=name,
                parameter=_printable(key),
                allowed=", ".join(parameters),
            )
        try:
            arguments[key] = parameters[key].judge(value)
        except Unfit as unfit:
            raise InvalidRecipe(
                "out_of_range", step=number, operation=name, parameter=key, allowed=unfit.allowed
            ) from unfit
    return Step(operation, arguments)
