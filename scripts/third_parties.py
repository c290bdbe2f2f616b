"""Writes the table of docs/third-parties.md from requirements.txt; `--check` only compares.

The licence is what the installed package says of itself. One that says nothing known ends this
with its name: look it up, and add what it says to the tables below.
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/third-parties.md"
HEADER = "| package | version | licence |\n| --- | --- | --- |\n"

KNOWN = {
    *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "LGPL-3.0-only"),
    *("CNRI-Python", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib"),
}
"""Licences, by their SPDX names, that let anybody run the site; `BSD` names no count of clauses."""

_SAID = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",  # python-dateutil, by its LICENSE
    "MIT License": "MIT",
    "New BSD": "BSD-3-Clause",
}
_CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}


class UnknownLicenceError(Exception):
    """One sentence: which package, and what it says."""


def locked(requirements: str) -> list[tuple[str, str]]:
    """The name and version of every package in the text of a lock file."""
    return re.findall(r"^([a-z0-9][\w.-]*)==([\w.]+)", requirements, re.MULTILINE)


def licence_of(package: Distribution) -> str:
    """The licence, as an SPDX expression. Raises UnknownLicenceError."""
    field = package.metadata.get_all
    said = (field("License-Expression") or field("License") or [""])[0]
    classifiers = field("Classifier") or []
    kinds = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    classified = " AND ".join(_CLASSIFIED.get(kind, kind) for kind in kinds)
    for expression in (_SAID.get(said, said), classified):
        if expression and set(re.split(r" (?:AND|OR) ", expression.strip("()"))) <= KNOWN:
            return expression
    raise UnknownLicenceError(
        f"{package.name}: its licence is unknown ({said[:60] or ', '.join(kinds) or 'none given'})"
    )


def row(name: str, version: str) -> str:
    """One line of the table. Raises UnknownLicenceError."""
    try:
        package = distribution(name)
    except PackageNotFoundError as error:
        raise UnknownLicenceError(f"{name}: not installed; run `make development`") from error
    return f"| {name} | {version} | {licence_of(package)} |"


def page(before: str) -> str:
    """The document with its table, which ends it, made anew. Raises UnknownLicenceError."""
    packages = locked((ROOT / "requirements.txt").read_text())
    rows = [row(*package) + "\n" for package in packages]
    return before.partition(HEADER)[0] + HEADER + "".join(rows)


def main() -> str | None:
    """Write or check the page; one sentence where that cannot be done."""
    before = PAGE.read_text()
    try:
        text = page(before)
    except UnknownLicenceError as error:
        return f"{error}. Look it up, then see scripts/third_parties.py."
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(text)
    elif text != before:
        return "docs/third-parties.md is out of date: run `make third-parties`."
    return None


if __name__ == "__main__":
    sys.exit(main())
