"""Quarter turns, and pictures brought upright."""

import numpy as np
import pytest

from processing.turning import turn, upright

IMAGE = np.array([[1, 2], [3, 4], [5, 6]], np.uint8)


def test_a_picture_is_turned_clockwise() -> None:
    assert turn(IMAGE, 90).tolist() == [[5, 3, 1], [6, 4, 2]]
    assert turn(IMAGE, 180).tolist() == [[6, 5], [4, 3], [2, 1]]
    assert turn(IMAGE, 270).tolist() == [[2, 4, 6], [1, 3, 5]]


def test_without_a_turn_the_picture_is_returned_as_it_is() -> None:
    assert turn(IMAGE, 0) is IMAGE


def test_what_is_no_quarter_turn_is_refused() -> None:
    with pytest.raises(KeyError):
        turn(IMAGE, 45)


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (1, [[1, 2], [3, 4], [5, 6]]),
        (2, [[2, 1], [4, 3], [6, 5]]),
        (3, [[6, 5], [4, 3], [2, 1]]),
        (4, [[5, 6], [3, 4], [1, 2]]),
        (5, [[1, 3, 5], [2, 4, 6]]),
        (6, [[5, 3, 1], [6, 4, 2]]),
        (7, [[6, 4, 2], [5, 3, 1]]),
        (8, [[2, 4, 6], [1, 3, 5]]),
    ],
)
def test_each_exif_orientation_is_undone(orientation: int, expected: list[list[int]]) -> None:
    assert upright(IMAGE, orientation).tolist() == expected
