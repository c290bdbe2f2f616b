"""Recipes are judged whole, and refused by name and range."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.operations import OPERATIONS
from processing.recipe import MAX_STEPS, MAX_TEXT_CHARACTERS, Recipe
from processing.refusal import InvalidRecipe

DEEP = "[" * 50_000


def test_a_word_that_no_encoding_knows_can_be_quoted() -> None:
    for raw in ([{"op": "\ud800"}], [{"op": "blur", "\ud800": 1}], [{"op": 10**5000}]):
        refusal = refusal_of(raw)
        (refusal.operation + refusal.parameter).encode()


def refusal_of(raw: object) -> InvalidRecipe:
    with pytest.raises(InvalidRecipe) as refused:
        Recipe.parse(raw)
    assert refused.value.code == "invalid_recipe"
    return refused.value


@pytest.mark.parametrize("raw", [None, {}, {"op": "blur"}, "blur", b"[]", 7, (), True, math.nan])
def test_only_a_list_is_a_recipe(raw: object) -> None:
    assert refusal_of(raw).reason == "not_a_list"


@pytest.mark.parametrize("steps", [0, MAX_STEPS + 1, 1_000])
def test_a_recipe_has_between_one_and_ten_steps(steps: int) -> None:
    refusal = refusal_of([{"op": "grayscale"}] * steps)

    assert (refusal.reason, refusal.step) == ("number_of_steps", None)
    assert refusal.allowed == "1 – 10"


@pytest.mark.parametrize("entry", [None, "blur", [], 1, True, ["op", "blur"]])
def test_a_step_is_an_object(entry: object) -> None:
    refusal = refusal_of([{"op": "blur"}, entry])

    assert (refusal.reason, refusal.step) == ("not_an_object", 2)


@pytest.mark.parametrize("name", ["", "nope", "BLUR", " blur", "__class__", None, 1, True, [], {}])
def test_an_unknown_operation_is_named_with_those_there_are(name: object) -> None:
    refusal = refusal_of([{"op": "blur"}, {"op": name}])

    assert (refusal.reason, refusal.step) == ("unknown_operation", 2)
    assert refusal.operation == (name if isinstance(name, str) else type(name).__name__)
    assert refusal.allowed.split(", ") == list(OPERATIONS)


def test_a_step_without_an_operation_is_refused() -> None:
    assert refusal_of([{}]).reason == "unknown_operation"
    assert refusal_of([{"radius": 1}]).reason == "unknown_operation"


@pytest.mark.parametrize("key", ["colour", "Radius", "", "op ", "__init__", "faces", "image"])
def test_an_unknown_parameter_is_named_with_those_there_are(key: str) -> None:
    refusal = refusal_of([{"op": "faces", key: 1}])

    assert (refusal.reason, refusal.step) == ("unknown_parameter", 1)
    assert (refusal.operation, refusal.parameter) == ("faces", key)
    assert refusal.allowed == "style, shape, margin, blocks, min_score, lossless"


def test_what_a_refusal_repeats_is_short() -> None:
    assert len(refusal_of([{"op": "x" * 9_000}]).operation) <= 40
    assert len(refusal_of([{"op": "blur", "x" * 9_000: 1}]).parameter) <= 40


WRONG = [True, False, "2", "", None, [], [2], {}, math.nan, math.inf, -math.inf, 10**400, -1, 0]


@pytest.mark.parametrize("value", [*WRONG, 0.05, 10.1], ids=lambda value: repr(value)[:9])
def test_a_number_out_of_range_is_named_with_its_range(value: object) -> None:
    refusal = refusal_of([{"op": "grayscale"}, {"op": "blur", "radius": value}])

    assert (refusal.reason, refusal.step) == ("out_of_range", 2)
    assert (refusal.operation, refusal.parameter) == ("blur", "radius")
    assert refusal.allowed == "0.1 – 10"


@pytest.mark.parametrize("value", [*WRONG, 15, 12_001, 20.5], ids=lambda value: repr(value)[:9])
def test_an_integer_out_of_range_is_named_with_its_range(value: object) -> None:
    refusal = refusal_of([{"op": "resize", "max_side": value}])

    assert (refusal.reason, refusal.parameter) == ("out_of_range", "max_side")
    assert refusal.allowed == "16 – 12000"


@pytest.mark.parametrize("value", [*WRONG, "90", 45, 90.5], ids=lambda value: repr(value)[:9])
def test_a_wrong_choice_is_named_with_the_choices(value: object) -> None:
    refusal = refusal_of([{"op": "rotate", "angle": value}])

    assert (refusal.reason, refusal.parameter) == ("out_of_range", "angle")
    assert refusal.allowed == "90, 180, 270"


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "[", "{]", "[{'op': 'blur'}]", "[1,]", "\ud800", "[" + "9" * 5_000 + "]", DEEP],
    ids=lambda text: text[:9].encode("ascii", "replace").decode(),
)
def test_text_that_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidRecipe) as refused:
        Recipe.parse_text(text)

    assert refused.value.reason == "not_json"


@pytest.mark.parametrize("depth", [2, 100, 500, 900, 960, 980, 990, 1_000, 2_000, 4_900])
@pytest.mark.parametrize("around", ["%s", '[{"op": %s}]', '[{"op": "blur", "radius": %s}]'])
def test_brackets_in_brackets_are_refused_at_any_depth(depth: int, around: str) -> None:
    with pytest.raises(InvalidRecipe):
        Recipe.parse_text(around.replace("%s", "[" * depth + "]" * depth))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400, "[[[[1]]]]"])
def test_json_numbers_that_are_no_quantity_are_refused(value: str) -> None:
    with pytest.raises(InvalidRecipe) as refused:
        Recipe.parse_text(f'[{{"op": "blur", "radius": {value}}}]')

    assert (refused.value.reason, refused.value.parameter) == ("out_of_range", "radius")


def test_text_may_be_as_long_as_the_limit() -> None:
    recipe = '[{"op": "blur"}]'

    assert Recipe.parse_text(recipe.ljust(MAX_TEXT_CHARACTERS)).steps
    with pytest.raises(InvalidRecipe) as refused:
        Recipe.parse_text(recipe.ljust(MAX_TEXT_CHARACTERS + 1))
    assert refused.value.reason == "too_long"


def test_a_thousand_steps_are_refused_for_their_number() -> None:
    with pytest.raises(InvalidRecipe) as refused:
        Recipe.parse_text(json.dumps([{"op": "grayscale"}] * 1000))

    assert refused.value.reason == "number_of_steps"


def test_a_refusal_tells_in_one_line_what_is_wrong() -> None:
    assert str(refusal_of([{"op": "blur", "radius": 99}])) == (
        "step 1 blur radius: out_of_range 0.1 – 10"
    )


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)

KEYS = sorted({p.name for operation in OPERATIONS.values() for p in operation.parameters})
STEPS = st.lists(
    st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=2).flatmap(
        lambda arguments: st.sampled_from(sorted(OPERATIONS)).map(
            lambda name: {"op": name, **arguments}
        )
    ),
    max_size=3,
)


@settings(deadline=None, max_examples=300)
@given(ANYTHING | STEPS)
def test_whatever_comes_is_a_recipe_or_refused(raw: object) -> None:
    try:
        recipe = Recipe.parse(raw)
    except InvalidRecipe:
        return
    assert Recipe.parse(recipe.as_json()) == recipe


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60) | ANYTHING.map(json.dumps) | STEPS.map(json.dumps))
def test_whatever_text_comes_is_a_recipe_or_refused(text: str) -> None:
    try:
        recipe = Recipe.parse_text(text)
    except InvalidRecipe:
        return
    assert Recipe.parse_text(json.dumps(recipe.as_json())) == recipe
