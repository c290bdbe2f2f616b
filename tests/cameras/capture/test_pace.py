"""Which frames of a source are published."""

import pytest

from cameras.capture.pace import Pace


def taken(source_fps, wanted_fps, *, watched=True, seconds=10):
    """How many of a source's frames are due in so many seconds."""
    pace = Pace(wanted_fps)
    times = (1000 + raw_frame / source_fps for raw_frame in range(int(source_fps * seconds)))
    return sum(pace.is_due(at, watched=watched) for at in times)


@pytest.mark.parametrize(
    ("source_fps", "wanted_fps", "expected"),
    [(25, 15, 150), (30, 15, 150), (30, 30, 300), (10, 15, 100), (25, 0.5, 5), (60, 24, 240)],
)
def test_a_source_is_thinned_to_what_is_wanted(source_fps, wanted_fps, expected):
    assert taken(source_fps, wanted_fps) == pytest.approx(expected, abs=2)


def test_nobody_watching_means_one_a_second():
    assert taken(25, 15, watched=False) == pytest.approx(10, abs=1)


def test_who_comes_gets_the_next_shot_not_the_next_second():
    pace = Pace(10)
    assert pace.is_due(1000.0, watched=False)
    assert not pace.is_due(1000.2, watched=False)

    assert pace.is_due(1000.3, watched=True)


def test_a_pause_is_not_made_up_for():
    pace = Pace(10)
    pace.is_due(1000.0, watched=True)

    due = [pace.is_due(1060.0 + late / 1000, watched=True) for late in range(30)]

    assert sum(due) == 1
