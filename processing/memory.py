"""One way to say that memory is short, and to give back what was borrowed."""

from collections.abc import Iterator
from contextlib import contextmanager

import cv2

from processing.address_space import give_back_freed
from processing.centerface import trim_network
from processing.pixels import Image

_LARGE_BYTES = 60_000_000


@contextmanager
def within_memory() -> Iterator[None]:
    """Work on one picture: OpenCV's lack of memory becomes MemoryError, the network is trimmed."""
    try:
        yield
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem or "bad_alloc" in str(error):
            raise MemoryError from error
        raise
    finally:
        trim_network()


def make_room_for(image: Image) -> None:
    """Keep no memory for later beside a picture that takes much of a child's itself."""
    if image.nbytes > _LARGE_BYTES:
        trim_network(kept=0)
        give_back_freed()
