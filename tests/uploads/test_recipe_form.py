"""What is ticked and filled in on a page becomes a recipe."""

import pytest
from django.http import QueryDict

from processing.recipe import Recipe
from processing.refusal import Refused
from uploads.recipe_form import chosen_operations, recipe_from


def test_what_is_ticked_becomes_steps_in_the_forms_order():
    sent = QueryDict("recipe=grayscale&recipe=+faces+&recipe=")

    assert chosen_operations(sent) == ["grayscale", "faces"]
    assert recipe_from(sent) == Recipe.parse([{"op": "grayscale"}, {"op": "faces"}])


def test_parameters_are_read_and_empty_ones_are_defaults():
    sent = QueryDict("recipe=blur&recipe=rotate&blur-radius=&rotate-angle=180")

    assert recipe_from(sent) == Recipe.parse([{"op": "blur"}, {"op": "rotate", "angle": 180}])


def test_one_json_text_is_a_recipe_too():
    sent = QueryDict(mutable=True)
    sent["recipe"] = '[{"op": "rotate", "angle": 90}]'

    assert recipe_from(sent) == Recipe.parse([{"op": "rotate", "angle": 90}])


@pytest.mark.parametrize(
    "text",
    ["recipe=explode", "recipe={", "recipe=rotate&rotate-angle=45", "recipe=blur&blur-radius=x"],
)
def test_what_is_no_recipe_is_refused(text):
    with pytest.raises(Refused) as refused:
        recipe_from(QueryDict(text))

    assert refused.value.code == "invalid_recipe"
