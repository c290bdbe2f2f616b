"""What this process may still take of memory, and giving back to the system what was freed."""

import ctypes
import mmap


def has_room(size_bytes: int) -> bool:
    """Whether so much more could be taken: asked of the system, since few decoders tell.

    Nothing is touched, so that it costs nothing.
    """
    try:
        mmap.mmap(-1, size_bytes, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except OSError:
        return False
    return True


def give_back_freed() -> None:
    """Return what glibc keeps of freed memory for later; other C libraries keep none."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)
