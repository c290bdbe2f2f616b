"""The table that a benchmark run prints."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measured figure; `holds` is None where there is no target."""

    what: str
    value: str
    floor: str = ""
    ratio: str = ""
    target: str = ""
    holds: bool | None = None


_HEADINGS = ("what", "value", "floor", "ratio", "target", "")


def print_table(lines: Sequence[Line]) -> None:
    """Print the lines in columns."""
    rows = [_HEADINGS, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _cells(line: Line) -> tuple[str, ...]:
    verdict = {None: "", True: "holds", False: "DOES NOT HOLD"}[line.holds]
    return line.what, line.value, line.floor, line.ratio, line.target, verdict
