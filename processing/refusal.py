"""Why a picture or a recipe is refused, as codes; the apps turn them into sentences."""


class Refused(Exception):
    """A picture that is not accepted; `code` is one of the codes of the HTTP contract."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of everything that was refused: here the one."""
        return (self.code,)


class InvalidRecipe(Refused):
    """A recipe that cannot be carried out.

    `step` is 1-based (None: the recipe as a whole), `operation` and `parameter` name the culprit
    where there is one, `allowed` says what would have been right, e.g. `0.1 to 10`.
    """

    def __init__(
        self,
        reason: str,
        *,
        step: int | None = None,
        operation: str = "",
        parameter: str = "",
        allowed: str = "",
    ) -> None:
        super().__init__("invalid_recipe")
        self.reason = reason
        self.step = step
        self.operation = operation
        self.parameter = parameter
        self.allowed = allowed

    def __str__(self) -> str:
        return f"step {self.step} {self.operation} {self.parameter}: {self.reason} {self.allowed}"
