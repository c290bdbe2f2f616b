"""When a rehearsal has failed."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.rehearsal.dyno import Ended
from tests.rehearsal.report import report


def report_of(capsys, *, ended=(), lost=(), tracebacks=()):
    rehearsal: Any = SimpleNamespace(
        visitors=SimpleNamespace(sent=["a", "b"], turned_away=0),
        host=SimpleNamespace(ended=ended, tracebacks=lambda: list(tracebacks)),
        caught_in_work={},
    )
    return report(rehearsal, list(lost), "10 frames"), capsys.readouterr().out


def test_a_rehearsal_that_lost_nothing_went_well(capsys):
    well, printed = report_of(capsys, ended=[Ended("web-1", 24.9, False, 100)])

    assert well
    assert "done                  2\n" in printed


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        ({"lost": ["b: failed"]}, "lost                  1\n  b: failed\n"),
        ({"ended": [Ended("web-1", 25.1, False, 100)]}, "ended too late        1\n"),
        ({"ended": [Ended("web-1", 5, True, 100)]}, "ended too late        1\n"),
        ({"tracebacks": ["web-1.log: oh"]}, "logs with tracebacks  1\nweb-1.log: oh\n"),
    ],
)
def test_a_rehearsal_with_a_fault_failed_and_says_which(capsys, fault, line):
    well, printed = report_of(capsys, **fault)

    assert not well
    assert line in printed
