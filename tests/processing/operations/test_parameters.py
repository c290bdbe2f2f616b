"""Parameters judge the values they are given."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.operations.parameters import Choice, Integer, Number, OutOfRange, Parameter

RADIUS = Number("radius", 0.1, 10, default=2, unit="%")
BLOCKS = Integer("blocks", 3, 12, default=6)
STYLE = Choice("style", ("mosaic", "solid"), default="mosaic")
ANGLE = Choice("angle", (90, 180, 270), default=90)
NOT_NUMBERS = [True, False, None, "", "5", b"5", [5], (5,), {"a": 5}, 5j, object()]


def test_a_number_takes_both_its_bounds_and_what_lies_between() -> None:
    judged = [RADIUS.judge(value) for value in (0.1, 5, 10)]

    assert judged == [0.1, 5.0, 10.0]
    assert {type(value) for value in judged} == {float}


def test_an_integer_takes_whole_numbers_however_they_are_written() -> None:
    judged = [BLOCKS.judge(value) for value in (3, 7.0, 12)]

    assert judged == [3, 7, 12]
    assert {type(value) for value in judged} == {int}


@pytest.mark.parametrize("parameter", [RADIUS, BLOCKS], ids=lambda parameter: parameter.type)
@pytest.mark.parametrize("value", NOT_NUMBERS, ids=lambda value: repr(value).partition(" at ")[0])
def test_a_number_refuses_every_other_type(parameter: Parameter, value: object) -> None:
    with pytest.raises(OutOfRange):
        parameter.judge(value)


@pytest.mark.parametrize("parameter", [RADIUS, BLOCKS], ids=lambda parameter: parameter.type)
@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, 10**400, -(10**400), 0, -1, 0.09, 12.1, 1e308],
    ids=lambda value: str(value)[:9],
)
def test_a_number_refuses_what_is_out_of_range_or_no_quantity(
    parameter: Parameter, value: float
) -> None:
    with pytest.raises(OutOfRange) as outside:
        parameter.judge(value)

    assert outside.value.allowed == parameter.allowed


@pytest.mark.parametrize("value", [3.5, 11.999, 2.999_999])
def test_an_integer_refuses_a_fraction(value: float) -> None:
    with pytest.raises(OutOfRange):
        BLOCKS.judge(value)


@given(st.floats() | st.integers())
def test_a_judged_number_lies_in_range_and_means_the_same(value: float) -> None:
    try:
        judged = RADIUS.judge(value)
    except OutOfRange:
        assert not 0.1 <= value <= 10
    else:
        assert 0.1 <= float(judged) <= 10
        assert judged == value


@pytest.mark.parametrize("value", ["mosaic", "solid"])
def test_a_choice_takes_one_of_its_values(value: str) -> None:
    assert STYLE.judge(value) == value


@pytest.mark.parametrize("value", ["", "MOSAIC", "blur", 0, None, True, ["mosaic"], b"mosaic"])
def test_a_choice_refuses_everything_else(value: object) -> None:
    with pytest.raises(OutOfRange) as outside:
        STYLE.judge(value)

    assert outside.value.allowed == "mosaic, solid"


@pytest.mark.parametrize("value", [90.0, "90", 91, True, 450])
def test_a_choice_of_numbers_wants_the_very_number(value: object) -> None:
    with pytest.raises(OutOfRange):
        ANGLE.judge(value)


@pytest.mark.parametrize(
    ("parameter", "text", "judged"),
    [(RADIUS, "2.5", 2.5), (BLOCKS, "6", 6), (ANGLE, "180", 180), (STYLE, "solid", "solid")],
)
def test_the_text_of_a_form_becomes_the_value_it_means(
    parameter: Parameter, text: str, judged: object
) -> None:
    value = parameter.judge(parameter.parse(text))

    assert value == judged
    assert type(value) is type(judged)


@pytest.mark.parametrize("parameter", [RADIUS, BLOCKS, STYLE, ANGLE])
@settings(deadline=None)
@given(text=st.text() | st.sampled_from(["nan", "inf", "-inf", "1e999", "٣٣٣", "0x10", "1_0_0"]))
def test_any_text_of_a_form_is_judged_or_refused(parameter: Parameter, text: str) -> None:
    try:
        value = parameter.judge(parameter.parse(text))
    except OutOfRange:
        return
    assert parameter.judge(value) == value


def test_what_is_allowed_is_said_in_words() -> None:
    assert RADIUS.allowed == "0.1 – 10"
    assert BLOCKS.allowed == "3 – 12"
    assert ANGLE.allowed == "90, 180, 270"
