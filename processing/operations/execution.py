"""Carries out an operation: finds its function and gives it the channels and faces it takes."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from processing.colour import join_alpha, to_bgr, to_grey
from processing.face import Face
from processing.memory import make_room_for
from processing.operations.operation import Operation
from processing.operations.parameters import Value
from processing.pixels import Image
from processing.premultiplied import is_opaque, on_white, paint_hidden, without_hidden

Function = Callable[..., Image]


def execute(
    operation: Operation,
    image: Image,
    arguments: Mapping[str, Value],
    known_faces: Sequence[Face] | None,
    noise_key: bytes | None,
) -> tuple[Image, list[Face]]:
    """Return a new picture, and the faces found or `known_faces`; `arguments` are complete."""
    make_room_for(image)
    function = function_named(operation.function)
    if operation.find is None:
        return _executed(operation, function, image, arguments), []
    if known_faces is None:
        known_faces = function_named(operation.find)(to_bgr(image), arguments)
    faces = list(known_faces)
    secret = noise_key or secrets.token_bytes(32)
    hiding = {**arguments, "faces": faces, "noise_key": secret}
    return _executed(operation, function, image, hiding), faces


def _executed(
    operation: Operation, function: Function, image: Image, arguments: Mapping[str, Any]
) -> Image:
    """What the function makes of the picture in the kind of pixels that the operation takes."""
    if operation.takes == "any":
        return function(image, **arguments)
    has_alpha = image.ndim == 3 and image.shape[2] == 4
    if operation.takes == "paper" and not has_alpha:
        return function(to_grey(image), **arguments)
    if not has_alpha:
        return function(to_bgr(image), **arguments)
    if operation.takes == "bgra":
        return function(image, **arguments)
    done = function(_seen_colour(operation, image), **arguments)
    return without_hidden(join_alpha(done, image[:, :, 3]))


def _seen_colour(operation: Operation, image: Image) -> Image:
    """BGR of a BGRA picture; where nothing is seen the page's colour, not the black for none.

    Grey for what works on paper.
    """
    if operation.takes == "paper":
        return to_grey(on_white(image))
    colour = to_bgr(image)
    if not is_opaque(image):
        paint_hidden(colour, image[:, :, 3], 255)
    return colour


def function_named(name: str) -> Callable[..., Any]:
    """The function that a row of the table names, e.g. `tone.sepia`."""
    module, _, function = name.partition(".")
    found: Callable[..., Any] = getattr(import_module(f"processing.operations.{module}"), function)
    return found
