"""Keeps what waits to be sent on a connection short, so that a slow viewer sees what is new.

A system takes megabytes for a connection whose line is slower than what is written to it: a live
picture would be half a minute old when it arrives. What the line carries at the moment is not
limited, so that a fast one is as fast as before.
"""

import asyncio
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from fcntl import ioctl

from core.asgi import Scope

_UNSENT_BYTES = 4096
_EXTENSION = "gazokako.unsent_bytes"
_SIOCOUTQNSD = 0x894B
"""Asks Linux how many bytes of a TCP connection are not on the line yet."""
_LOOK_EVERY_S = 0.02


def keep_short(transport: asyncio.Transport) -> None:
    """Let writers wait as soon as anything waits here, or 4 kB in the system (TCP on Linux)."""
    transport.set_write_buffer_limits(high=0)
    connection = transport.get_extra_info("socket")
    is_tcp = connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6)
    if is_tcp and hasattr(socket, "TCP_NOTSENT_LOWAT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT_BYTES)


def tell_unsent(scope: Scope, transport: asyncio.Transport) -> None:
    """Let the application ask what waits, as an extension of ASGI."""
    scope.setdefault("extensions", {})[_EXTENSION] = lambda: _unsent_bytes(transport)


async def until_sent(scope: Scope) -> None:
    """Wait until at most 4 kB of what was written are not on the line yet.

    The system takes a whole frame at once, however little of it can go: whoever picks the next one
    then picks it while the last waits. Returns at once where a server does not tell.
    """
    unsent_bytes: Callable[[], int] | None = scope.get("extensions", {}).get(_EXTENSION)
    while unsent_bytes is not None and unsent_bytes() > _UNSENT_BYTES:
        await asyncio.sleep(_LOOK_EVERY_S)


def _unsent_bytes(transport: asyncio.Transport) -> int:
    """What waits here and in the system; none once the connection is closed."""
    if transport.is_closing():
        return 0
    waiting = transport.get_write_buffer_size()
    with suppress(OSError, ValueError):  # another system, or no TCP
        descriptor = transport.get_extra_info("socket").fileno()
        answer: bytes = ioctl(descriptor, _SIOCOUTQNSD, bytes(4))
        waiting += int.from_bytes(answer, sys.byteorder)
    return waiting
