"""Changes files again and again, and keeps those that led through lines none had led through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.fuzz.mutation import Mutator
from tests.fuzz.target import examined
from tests.fuzz.watching import Edge, TooMuchWork

_MAX_KEPT_BYTES = 50_000
"""Larger files would be changed where it does not matter, and slowly."""


@dataclass(frozen=True)
class Found:
    """A file for which a promise did not hold, and how."""

    content: bytes
    how: str


class Fuzzing:
    """Coverage-guided: what found new ground is changed further (as AFL does it, Zalewski 2014)."""

    def __init__(self, files: Sequence[bytes], seed: int) -> None:
        self._files = list(files)
        self._mutator = Mutator(seed)
        self.edges: set[Edge] = set()

    @property
    def kept(self) -> int:
        """How many files are changed further."""
        return len(self._files)

    def results(self) -> Iterator[Found | None]:
        """Try one file after another, without an end: None, or what was found by it."""
        for content in self._files[:]:
            yield self._tried(content)
        while True:
            yield self._tried(self._mutator.changed(self._files))

    def _tried(self, content: bytes) -> Found | None:
        try:
            edges = examined(content)
        except (Exception, TooMuchWork) as error:  # noqa: BLE001  (that is what is looked for)
            return Found(content, f"{type(error).__name__}: {error}")
        if not edges <= self.edges and len(content) <= _MAX_KEPT_BYTES:
            self.edges |= edges
            self._files.append(content)
        return None
