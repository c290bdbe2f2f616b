"""Finds libturbojpeg and declares what is used of it (TurboJPEG API 2)."""

import ctypes
from functools import lru_cache
from typing import Any

STOP_ON_WARNING = 8192

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_FILE = ctypes.c_char_p, ctypes.c_ulong
_PROTOTYPES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "tjInitTransform": (_POINTER, ()),
    "tjInitDecompress": (_POINTER, ()),
    "tjDestroy": (_INT, (_POINTER,)),
    "tjFree": (None, (_POINTER,)),
    "tjGetErrorStr2": (_FILE[0], (_POINTER,)),
    "tjGetErrorCode": (_INT, (_POINTER,)),
    "tjDecompressHeader3": (_INT, (_POINTER, *_FILE, *[_POINTER] * 4)),
    "tjDecompress2": (_INT, (_POINTER, *_FILE, _POINTER, *[_INT] * 5)),
    "tjTransform": (_INT, (_POINTER, *_FILE, _INT, _POINTER, _POINTER, _POINTER, _INT)),
}
"""What each function returns and takes."""


def is_available() -> bool:
    """Whether this system has libturbojpeg."""
    return library() is not None


@lru_cache(maxsize=1)
def library() -> Any:
    """The library, None without one; libturbojpeg.so.0 is its name in every later version too."""
    try:
        loaded: Any = ctypes.CDLL("libturbojpeg.so.0")
    except OSError:
        return None
    for name, (result, arguments) in _PROTOTYPES.items():
        function = getattr(loaded, name)
        function.restype, function.argtypes = result, arguments
    return loaded


def message(handle: int) -> str:
    """The last error or warning that the library has to tell of a handle."""
    message: bytes = library().tjGetErrorStr2(handle)
    return message.decode(errors="replace")
