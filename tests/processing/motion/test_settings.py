"""Settings of a detector are judged when they are made."""

from typing import Any

import pytest

from processing.motion.settings import InvalidMotionSettings, MotionSettings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threshold_percent", 0),
        ("threshold_percent", float("nan")),
        ("warm_up_frames", 0),
        ("absorb_frames", 5),
        ("absorb_frames", 20_000),
        ("ignored", (((0, 0), (1, 1)),)),
        ("ignored", (((0, 0), (1.5, 0), (1, 1)),)),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidMotionSettings, match=name):
        MotionSettings(**{name: value})
