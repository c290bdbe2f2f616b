"""What every operation of the table promises, whatever it does."""

from itertools import product

import numpy as np
import pytest

from processing.images import Image
from processing.operations import OPERATIONS
from processing.operations.operation import Operation
from processing.operations.parameters import Choice, Number, Parameter, Value

SHAPES = [
    *((48, 64), (48, 64, 3), (48, 64, 4)),
    *((1, 1), (1, 1, 3), (1, 1, 4)),
    *((7, 5), (7, 5, 3), (7, 5, 4)),
    *((1, 90), (90, 1, 3), (1, 90, 4)),
]
SAME_SIZE = [name for name in OPERATIONS if name not in ("rotate", "resize")]
SMOOTHS_ALPHA = ("blur", "pixelate")

every_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
every_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def noise(shape: tuple[int, ...]) -> Image:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


def extremes(parameter: Parameter) -> tuple[Value, ...]:
    if isinstance(parameter, Choice):
        return parameter.choices
    return parameter.judge(parameter.minimum), parameter.judge(parameter.maximum)


def settings_of(operation: Operation) -> list[dict[str, Value]]:
    """The defaults, and each parameter at each of its ends together with all the others' ends."""
    names = [parameter.name for parameter in operation.parameters]
    corners = product(*(extremes(parameter) for parameter in operation.parameters))
    return [{}, *(dict(zip(names, corner, strict=True)) for corner in corners)]


@every_operation
@every_shape
def test_an_operation_returns_a_new_picture_and_leaves_its_input_alone(
    operation: Operation, shape: tuple[int, ...]
) -> None:
    image = noise(shape)
    before = image.copy()

    for settings in settings_of(operation):
        result = operation.apply(image, **settings)

        assert result.dtype == np.uint8
        assert not np.shares_memory(result, image)
        assert (image == before).all()


@every_operation
@every_shape
def test_an_operation_works_on_pixels_it_may_not_write(
    operation: Operation, shape: tuple[int, ...]
) -> None:
    image = noise(shape)
    image.flags.writeable = False

    assert operation.apply(image).size > 0


@every_operation
@every_shape
def test_an_operation_keeps_the_channels_or_widens_grey(
    operation: Operation, shape: tuple[int, ...]
) -> None:
    for settings in settings_of(operation):
        result = operation.apply(noise(shape), **settings)

        kept = shape[2:] or (() if operation.takes == "any" else (3,))
        assert result.shape[2:] == kept


@pytest.mark.parametrize("name", SAME_SIZE)
@every_shape
def test_an_operation_on_colour_keeps_size_and_the_alpha_it_does_not_smooth(
    name: str, shape: tuple[int, ...]
) -> None:
    image = noise(shape)

    for settings in settings_of(OPERATIONS[name]):
        result = OPERATIONS[name].apply(image, **settings)

        assert result.shape[:2] == shape[:2]
        if shape[2:] == (4,) and name not in SMOOTHS_ALPHA:
            assert (result[:, :, 3] == image[:, :, 3]).all()


@every_operation
def test_an_operation_does_the_same_thing_every_time(operation: Operation, photo: Image) -> None:
    assert (operation.apply(photo) == operation.apply(photo)).all()


@every_operation
def test_an_argument_left_out_takes_its_default(operation: Operation, photo: Image) -> None:
    spelled_out = operation.apply(photo, **operation.defaults())

    assert (operation.apply(photo) == spelled_out).all()


@every_operation
def test_alpha_has_no_say_in_the_colours(operation: Operation, photo: Image) -> None:
    opaque = np.dstack((photo, np.full(photo.shape[:2], 255, np.uint8)))

    assert (operation.apply(opaque)[:, :, :3] == operation.apply(photo)).all()


@every_operation
def test_only_an_operation_that_looks_for_faces_reports_them(
    operation: Operation, astronaut: Image
) -> None:
    _, faces = operation.run(astronaut, {})

    assert bool(faces) == (operation.find is not None)


@every_operation
def test_every_default_is_among_the_values_it_allows(operation: Operation) -> None:
    for parameter in operation.parameters:
        assert parameter.judge(parameter.default) == parameter.default


@every_operation
def test_the_names_of_an_operation_are_its_own(operation: Operation) -> None:
    names = [parameter.name for parameter in operation.parameters]

    assert OPERATIONS[operation.name] is operation
    assert len(names) == len(set(names))
    assert "op" not in names  # the key that names the operation in a recipe


@every_operation
def test_every_operation_but_resize_changes_a_small_photograph(
    operation: Operation, astronaut: Image
) -> None:
    result = operation.apply(astronaut)

    assert np.array_equal(result, astronaut) == (operation.name == "resize")


def test_the_table_holds_numbers_with_room_between_their_bounds() -> None:
    numbers = [
        parameter
        for operation in OPERATIONS.values()
        for parameter in operation.parameters
        if isinstance(parameter, Number)
    ]

    assert all(number.minimum < number.maximum for number in numbers)
