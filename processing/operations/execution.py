"""Carries out an operation: finds its function and gives it the channels and faces it takes."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from processing.colour import join_alpha, split_alpha
from processing.face import Face
from processing.operations.operation import Operation
from processing.operations.parameters import Value
from processing.pixels import Image


def execute(
    operation: Operation,
    image: Image,
    arguments: Mapping[str, Value],
    known_faces: Sequence[Face] | None,
) -> tuple[Image, list[Face]]:
    """Return a new picture, and the faces found or `known_faces`; `arguments` are complete."""
    function = function_named(operation.function)
    if operation.takes == "any":
        return function(image, **arguments), []
    colour, alpha = split_alpha(image)
    if operation.find is None:
        return join_alpha(function(colour, **arguments), alpha), []
    if known_faces is None:
        known_faces = function_named(operation.find)(colour, arguments)
    faces = list(known_faces)
    return join_alpha(function(colour, faces=faces, **arguments), alpha), faces


def function_named(name: str) -> Callable[..., Any]:
    """The function that a row of the table names, e.g. `tone.sepia`."""
    module, _, function = name.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"processing.operations.{module}"), function)
    return found
