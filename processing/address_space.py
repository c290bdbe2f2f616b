"""Whether there is room for more memory, asked of the system: few decoders tell want of it."""

import mmap


def has_room(size_bytes: int) -> bool:
    """Whether this process could take so much more; nothing is touched, so it costs nothing."""
    try:
        mmap.mmap(-1, size_bytes, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except OSError:
        return False
    return True
