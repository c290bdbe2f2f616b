"""Rewrites the coefficients of a JPEG in place."""

import ctypes
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from processing.turbojpeg.library import STOP_ON_WARNING, library, message

Coefficients = npt.NDArray[np.int16]
"""One row of 8 x 8 blocks of a component, (blocks, 64), each in natural order, quantised."""

Edit = Callable[[int, int, Coefficients], None]
"""Called with the component, the row of blocks and its coefficients, which it may change."""

TRANSFORM_OF_ORIENTATION = {1: 0, 2: 1, 3: 6, 4: 2, 5: 3, 6: 5, 7: 4, 8: 7}
"""EXIF orientation to the `TJXOP` that makes the picture upright."""

_PERFECT, _COPY_NONE = 1, 64
_JFIF = b"\xff\xd8\xff\xe0\0\x10JFIF\0"
_VERSION_AND_DENSITY = bytes((1, 1, 0, 0, 1, 0, 1))
"""1.01; no unit; as dense across as down (ITU-T T.871, 10.1)."""


class NotRewritable(Exception):
    """The library is missing, or this file cannot be rewritten without loss."""


class _Region(ctypes.Structure):
    _fields_: ClassVar = [(name, ctypes.c_int) for name in ("x", "y", "width", "height")]


_Filter = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_short),
    _Region,
    _Region,
    ctypes.c_int,
    ctypes.c_int,
    ctypes.c_void_p,
)


class _Transform(ctypes.Structure):
    _fields_: ClassVar = [
        ("region", _Region),
        ("operation", ctypes.c_int),
        ("options", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("filter", _Filter),
    ]


def rewrite(content: bytes, orientation: int, edit: Edit) -> bytes:
    """Turn a JPEG upright without loss, let `edit` change coefficients, drop all metadata.

    Raises NotRewritable, also for a damaged file and for sides that lossless turning would cut.
    """
    turbojpeg = library()
    if turbojpeg is None:
        raise NotRewritable("libturbojpeg is not installed")
    errors: list[Exception] = []
    transform = _Transform(
        operation=TRANSFORM_OF_ORIENTATION[orientation],
        options=_PERFECT | _COPY_NONE,
        filter=_filter(edit, errors),
    )
    handle = turbojpeg.tjInitTransform()
    target, size = ctypes.c_void_p(), ctypes.c_ulong()
    buffers = (ctypes.byref(pointer) for pointer in (target, size, transform))
    try:
        failed = turbojpeg.tjTransform(handle, content, len(content), 1, *buffers, STOP_ON_WARNING)
        if errors:
            raise errors[0]
        if failed:
            raise NotRewritable(message(handle))
        return _without_density(ctypes.string_at(target.value or 0, size.value))
    finally:
        turbojpeg.tjFree(target)
        turbojpeg.tjDestroy(handle)


def _without_density(jpeg: bytes) -> bytes:
    """The same with what every file has in its JFIF header: the library keeps the original's."""
    if not jpeg.startswith(_JFIF):
        return jpeg
    return _JFIF + _VERSION_AND_DENSITY + jpeg[len(_JFIF) + len(_VERSION_AND_DENSITY) :]


def _filter(edit: Edit, errors: list[Exception]) -> Any:
    """`edit` as the library calls it; an exception cannot pass through C and is kept instead."""

    def call(
        pointer: Any, row: _Region, _plane: _Region, component: int, _number: int, _itself: Any
    ) -> int:
        try:
            numbers = (ctypes.c_short * (row.width * 8)).from_address(
                ctypes.addressof(pointer.contents)
            )
            edit(component, row.y // 8, np.frombuffer(numbers, np.int16).reshape(-1, 64))
        except Exception as error:  # noqa: BLE001  (raised again by `rewrite`)
            errors.append(error)
            return -1
        return 0

    return _Filter(call)
