"""The parameters of operations: typed and ranged, they judge the values they are given."""

from dataclasses import dataclass
from typing import ClassVar

Value = bool | float | int | str


class OutOfRange(ValueError):
    """A value outside its parameter; `allowed` says what would have been right."""

    def __init__(self, allowed: str) -> None:
        super().__init__(allowed)
        self.allowed = allowed


@dataclass(frozen=True)
class Number:
    """A real number between two bounds, both included."""

    name: str
    minimum: float
    maximum: float
    default: float
    unit: str = ""
    type: ClassVar[str] = "number"

    def judge(self, value: object) -> Value:
        """Return the value as a float; raises OutOfRange for another type, NaN or out of range."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise OutOfRange(self.allowed)
        if not self.minimum <= value <= self.maximum:  # NaN is in no range
            raise OutOfRange(self.allowed)
        return float(value)

    def parse(self, text: str) -> object:
        """A form's text as the number it means; unreadable text is left for `judge` to refuse."""
        try:
            return float(text)
        except ValueError:
            return text

    @property
    def allowed(self) -> str:
        """The range in words, for error messages."""
        return f"{self.minimum:g} – {self.maximum:g}"


@dataclass(frozen=True)
class Integer(Number):
    """A whole number between two bounds, both included."""

    default: int
    type: ClassVar[str] = "integer"

    def judge(self, value: object) -> Value:
        """Return the value as an int; raises OutOfRange also for a fraction."""
        number = super().judge(value)
        if number != int(number):
            raise OutOfRange(self.allowed)
        return int(number)


@dataclass(frozen=True)
class Choice:
    """One of a few values."""

    name: str
    choices: tuple[Value, ...]
    default: Value
    type: ClassVar[str] = "choice"

    def judge(self, value: object) -> Value:
        """Return the value; raises OutOfRange for one that is not among the choices."""
        for choice in self.choices:
            if type(value) is type(choice) and value == choice:
                return choice
        raise OutOfRange(self.allowed)

    def parse(self, text: str) -> object:
        """The choice that a form's text stands for; unknown text is left for `judge` to refuse."""
        return next((choice for choice in self.choices if str(choice) == text), text)

    @property
    def allowed(self) -> str:
        """The choices in words, for error messages."""
        return ", ".join(str(choice) for choice in self.choices)


Parameter = Number | Choice
