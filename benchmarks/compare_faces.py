"""Hiding faces, ours beside the defaults of deface, over pictures whose faces are known.

python -m benchmarks.compare_faces FOLDER writes docs/faces.md; face_pictures.py says what FOLDER
holds. Both look at the same pixels in one run, each on one thread.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2

from benchmarks.face_finders import BANDS_PX, FinderTotals, compare, photo_seconds
from benchmarks.face_pictures import Samples
from benchmarks.report import Line, print_table

REPORT = Path(__file__).parent.parent / "docs" / "faces.md"
_MEASURED = "<!-- What follows is written by `make bench-faces`. -->\n"

_MAX_SHARE_OF_THE_TIME = 0.75
_MAX_SHARE_OF_THE_TIME_OF_A_PHOTO = 0.1
_PHOTO_RUNS = 3


def main() -> int:
    """Print the comparison and write it down; 1 where a target is missed."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SAMPLES", ""))
    if not (folder / "manifest.json").is_file():
        print("Name the folder with manifest.json: python -m benchmarks.compare_faces FOLDER")
        return 2
    cv2.setNumThreads(1)
    samples = Samples(folder)
    tables, every = {}, (FinderTotals(), FinderTotals())
    for name, pictures in samples.sets():
        ours, theirs = compare(pictures)
        tables[_heading(name, ours)] = [*_quality(ours, theirs), _speed(ours, theirs)]
        every = every[0] + ours, every[1] + theirs
    tables[_heading("All of them", every[0])] = list(_sum(*every))
    tables["A photograph of 12 megapixels, seconds from JPEG to JPEG"] = list(_photos(samples))
    for heading, lines in tables.items():
        print(f"\n{heading}")
        print_table(lines)
    _write(tables)
    return 1 if any(line.holds is False for lines in tables.values() for line in lines) else 0


def _heading(name: str, totals: FinderTotals) -> str:
    return f"{name}: {totals.faces_of()} faces in {totals.pictures} pictures"


def _quality(ours: FinderTotals, theirs: FinderTotals) -> Iterator[Line]:
    """What was covered and what was masked besides."""
    yield _covered(ours, theirs)
    for low, high in BANDS_PX:
        if count := ours.faces_of(low, high):
            words = f"{low} to {high} px" if high < BANDS_PX[-1][1] else f"{low} px and more"
            mine, its = ours.covered(low, high), theirs.covered(low, high)
            yield Line(f"of {words} ({count})", f"{mine:.3f}", f"{its:.3f}")
    if ours.without:
        mine, its = ours.false_hits, theirs.false_hits
        yield Line(
            "pictures without a face in which one is masked",
            f"{mine} of {ours.without}",
            f"{its} of {theirs.without}",
            holds=mine <= its,
        )
    for words, mine, its in (
        ("masked beside faces", ours.beside, theirs.beside),
        ("masked far from any face", ours.far, theirs.far),
    ):
        yield Line(f"{words}, % of the area", f"{mine:.2f}", f"{its:.2f}")


def _covered(ours: FinderTotals, theirs: FinderTotals) -> Line:
    mine, its = ours.covered(), theirs.covered()
    return Line("faces covered", f"{mine:.3f}", f"{its:.3f}", holds=mine >= its)


def _speed(ours: FinderTotals, theirs: FinderTotals) -> Line:
    return Line("seconds of searching", f"{ours.seconds:.1f}", f"{theirs.seconds:.1f}")


def _sum(ours: FinderTotals, theirs: FinderTotals) -> Iterator[Line]:
    """The target of time is one for all pictures: small ones take us longer, large ones deface."""
    yield _covered(ours, theirs)
    holds = ours.seconds <= _MAX_SHARE_OF_THE_TIME * theirs.seconds
    yield replace(_speed(ours, theirs), holds=holds)


def _photos(samples: Samples) -> Iterator[Line]:
    for words, photo in samples.photos():
        mine, its = photo_seconds(photo, _PHOTO_RUNS)
        holds = mine <= _MAX_SHARE_OF_THE_TIME_OF_A_PHOTO * its
        yield Line(f"with {words}", f"{mine:.2f}", f"{its:.2f}", holds=holds)


def _write(tables: dict[str, list[Line]]) -> None:
    """Put the tables where the last ones stood; what people wrote above them stays."""
    by_hand, _mark, _last = REPORT.read_text().partition(_MEASURED)
    written = [by_hand, _MEASURED]
    for heading, lines in tables.items():
        written.append(f"\n## {heading}\n\n| | gazokako | deface |\n| --- | --- | --- |\n")
        written += (f"| {line.what} | {line.value} | {line.floor} |\n" for line in lines)
    REPORT.write_text("".join(written))


if __name__ == "__main__":
    sys.exit(main())
