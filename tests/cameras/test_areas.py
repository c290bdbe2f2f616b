"""Areas of a picture, as they are written and stored."""

import pytest
from django.core.exceptions import ValidationError

from cameras.areas import MAX_AREAS, judge_areas, polygons, read_areas, written

TEXT = "0,0 50,0 50,25.5\n10,90 20,90 20,100 10,100"


def test_areas_are_read_and_written_again():
    areas = read_areas(f"\n{TEXT}\n\n")

    assert areas[0] == [[0, 0], [0.5, 0], [0.5, 0.255]]
    assert written(areas) == TEXT
    assert polygons(areas)[1][2] == (0.2, 1.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0,0 50,0", "from 3 to 50 corners"),
        (" ".join(["1,1"] * 51), "from 3 to 50 corners"),
        ("0,0 50,0 101,50", "from 0 to 100"),
        ("0,0 50,0 -1,50", "from 0 to 100"),
        ("0,0 50,0 fifty", "from 0 to 100"),
        ("0,0 50,0 5;5", "from 0 to 100"),
        ("\n".join(["0,0 9,0 9,9"] * (MAX_AREAS + 1)), "20 areas at most"),
    ],
)
def test_what_is_no_area_is_refused_with_a_sentence(text, words):
    with pytest.raises(ValidationError, match=words):
        read_areas(text)


@pytest.mark.parametrize("stored", [None, "0,0", [1], [[[0, 0], [1, 0], [True]]], [[["a", 0]] * 3]])
def test_a_row_holds_areas_only(stored):
    with pytest.raises(ValidationError):
        judge_areas(stored)
