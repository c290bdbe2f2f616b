"""Hiding faces, ours against the defaults of deface, over pictures whose faces are known.

python -m benchmarks.faces FOLDER writes docs/faces.md. FOLDER holds manifest.json, which lists
under `faces` files with their `boxes` [x, y, width, height] in pixels of the upright picture, and
under `nofaces` files without any. Both look at the same pixels with one thread, in turn.
"""

import json
import os
import sys
from pathlib import Path

import cv2

from benchmarks.faces_contest import CONTESTANTS, Tally, contest, photo_seconds
from benchmarks.report import Line, print_table

REPORT = Path(__file__).parent.parent / "docs" / "faces.md"


def main() -> int:
    """Print the comparison and write it down; 1 where ours does not lead."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SAMPLES", ""))
    if not (folder / "manifest.json").is_file():
        print("Name the folder with manifest.json: python -m benchmarks.faces FOLDER")
        return 2
    cv2.setNumThreads(1)
    manifest = json.loads((folder / "manifest.json").read_text())
    tallies = contest(folder, manifest)
    ours, theirs = (tallies[name] for name in CONTESTANTS)
    lines = [*_quality(ours, theirs), *_speed(ours, theirs)]
    print_table(lines)
    REPORT.write_text(_document(lines, ours))
    return 1 if any(line.holds is False for line in lines) else 0


def _quality(ours: Tally, theirs: Tally) -> list[Line]:
    lines = [
        _line(f"faces covered, {band}", f"{mine:.3f}", f"{its:.3f}", mine >= its)
        for (band, mine), its in zip(ours.covered(), dict(theirs.covered()).values(), strict=True)
    ]
    hits = f"{ours.false_hits} of {ours.without}", f"{theirs.false_hits} of {theirs.without}"
    lines.append(_line("pictures without a face, hit", *hits, ours.false_hits <= theirs.false_hits))
    for words, mine, its in (
        ("masked beside faces", ours.beside, theirs.beside),
        ("masked far from any face", ours.far, theirs.far),
    ):
        lines.append(_line(f"{words}, % of the area", f"{mine:.2f}", f"{its:.2f}", mine <= its))
    return lines


def _speed(ours: Tally, theirs: Tally) -> list[Line]:
    mine, its = photo_seconds()
    search = f"{ours.seconds:.1f}", f"{theirs.seconds:.1f}"
    return [
        _line("seconds of searching, all pictures", *search, ours.seconds <= 0.75 * theirs.seconds),
        _line(
            "seconds for 12 megapixels, JPEG to JPEG",
            f"{mine:.2f}",
            f"{its:.2f}",
            mine <= its / 15,
        ),
    ]


def _line(what: str, ours: str, theirs: str, holds: bool) -> Line:
    return Line(what, ours, theirs, holds=holds)


def _document(lines: list[Line], ours: Tally) -> str:
    rows = "\n".join(f"| {line.what} | {line.value} | {line.floor} |" for line in lines)
    return f"""# How well faces are hidden

Written by `make bench-faces`, over {ours.faces} faces in {ours.with_faces} pictures and
{ours.without} pictures without any: photographs as they are, and half and a quarter as wide.

A face counts as covered when at least 75% of its box lies under the mask. "Beside" is what is
masked outside the boxes of all faces, "far" what is masked outside these boxes grown to twice
their size. Both use one thread, in one run; deface 1.5.0 with its defaults (score 0.2, ellipses,
boxes 1.6 times as large), ours with its own.

| | gazokako | deface |
| --- | --- | --- |
{rows}
"""


if __name__ == "__main__":
    sys.exit(main())
