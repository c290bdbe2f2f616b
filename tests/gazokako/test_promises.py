"""docs/promises.md names tests that there are, and that are not skipped."""

import ast
import re
from pathlib import Path

import pytest

from tests.processes import ROOT

_NAMED = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")
_ROW = re.compile(r"^\| (?!case |fault |promise |---)(.+) \|$", re.MULTILINE)
_NOT_RUN = {"skip", "skipif", "xfail"}


def page():
    return (ROOT / "docs/promises.md").read_text()


def functions(path: Path) -> dict[str, ast.AST]:
    """The tests of a file by name."""
    nodes = ast.walk(ast.parse(path.read_text()))
    found = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {n.name: n for n in nodes if isinstance(n, found) and n.name.startswith("test_")}


def marks(node: ast.AST) -> set[str]:
    """Every mark that a piece of a file bears: `pytest.mark.NAME`."""
    attributes = [part for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    return {part.attr for part in attributes if ast.unparse(part.value) == "pytest.mark"}


def test_every_promise_names_a_test():
    rows = _ROW.findall(page())

    assert len(rows) > 40
    assert [row for row in rows if "test_" not in row.split(" | ")[-1]] == []


@pytest.mark.parametrize(
    ("name", "test"), sorted(set(_NAMED.findall("".join(_ROW.findall(page())))))
)
def test_a_named_test_exists_and_is_not_skipped(name, test):
    path = ROOT / "tests" / name
    tests = functions(path)

    assert tests
    node = tests[test] if test else ast.parse(path.read_text())
    assert not marks(node) & _NOT_RUN
