"""Which part of a file a Range header asks for."""

import pytest

from core.ranges import RangeNotSatisfiable, requested_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-", range(100)),
        ("bytes=10-19", range(10, 20)),
        ("bytes=90-500", range(90, 100)),
        ("bytes=-5", range(95, 100)),
        ("bytes=-500", range(100)),
        ("bytes=-", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
    ],
)
def test_one_part_is_understood_and_everything_else_means_the_whole(header, part):
    assert requested_range(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=5000-6000"])
def test_what_lies_beyond_the_end_is_out_of_range(header):
    with pytest.raises(RangeNotSatisfiable):
        requested_range(header, 100)
