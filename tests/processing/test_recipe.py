"""Recipes: written out, carried out in order."""

import json

import numpy as np
import pytest

from processing.images import Image
from processing.operations import OPERATIONS
from processing.recipe import MAX_STEPS, Recipe
from tests.processing.operations.test_table import settings_of


@pytest.mark.parametrize("name", OPERATIONS)
def test_defaults_are_written_out(name: str) -> None:
    recipe = Recipe.parse([{"op": name}])

    assert recipe.as_json() == [{"op": name, **OPERATIONS[name].defaults()}]


@pytest.mark.parametrize("name", OPERATIONS)
def test_parse_takes_back_what_as_json_gives(name: str) -> None:
    for arguments in settings_of(OPERATIONS[name]):
        recipe = Recipe.parse([{"op": name, **arguments}])

        assert Recipe.parse(recipe.as_json()) == recipe
        assert Recipe.parse_text(json.dumps(recipe.as_json())) == recipe


def test_arguments_given_win_over_defaults() -> None:
    recipe = Recipe.parse([{"op": "faces", "style": "solid", "margin": 1}])

    assert recipe.as_json() == [
        {
            "op": "faces",
            "style": "solid",
            "shape": "box",
            "margin": 1.0,
            "blocks": 6,
            "min_score": 0.0,
            "lossless": True,
        }
    ]


def test_steps_run_in_the_order_given(photo: Image) -> None:
    recipe = Recipe.parse(
        [{"op": "resize", "max_side": 32}, {"op": "rotate", "angle": 90}, {"op": "sepia"}]
    )

    done = recipe.run(photo)

    expected = photo
    for name, arguments in (("resize", {"max_side": 32}), ("rotate", {"angle": 90}), ("sepia", {})):
        expected = OPERATIONS[name].apply(expected, **arguments)
    assert (done.image == expected).all()
    assert (done.image.shape, done.faces) == ((32, 24, 3), [])


def test_the_order_of_steps_matters(photo: Image) -> None:
    there = [{"op": "grayscale"}, {"op": "sepia"}]

    results = [Recipe.parse(steps).run(photo).image for steps in (there, there[::-1])]

    assert not (results[0] == results[1]).all()


def test_faces_found_in_any_step_are_reported(astronaut: Image) -> None:
    recipe = Recipe.parse([{"op": "faces"}, {"op": "resize", "max_side": 100}])

    found = recipe.run(astronaut).faces

    assert [(face.x > 100, face.width > 50) for face in found] == [(True, True)]


def test_running_leaves_the_picture_alone_and_reports_faces(astronaut: Image) -> None:
    before = astronaut.copy()

    done = Recipe.parse([{"op": "grayscale"}, {"op": "faces"}]).run(astronaut)

    assert len(done.faces) == 1
    assert (astronaut == before).all()
    assert not np.array_equal(done.image, OPERATIONS["grayscale"].apply(astronaut))


@pytest.mark.parametrize(
    ("names", "looks_for_faces", "starts_grey"),
    [
        (["faces"], True, False),
        (["grayscale"], False, True),
        (["blur", "grayscale", "faces"], True, False),
        (["grayscale", "faces"], True, True),
    ],
)
def test_a_recipe_tells_what_it_looks_at(
    names: list[str], looks_for_faces: bool, starts_grey: bool
) -> None:
    recipe = Recipe.parse([{"op": name} for name in names])

    assert (recipe.looks_for_faces, recipe.starts_grey) == (looks_for_faces, starts_grey)


def test_ten_steps_are_carried_out(photo: Image) -> None:
    result = Recipe.parse([{"op": "rotate"}] * MAX_STEPS).run(photo).image

    assert (result == photo[::-1, ::-1]).all()
