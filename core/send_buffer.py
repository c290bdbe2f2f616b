"""Keeps what waits to be sent on a connection short, so that a slow viewer sees what is new.

A system takes megabytes for a connection whose line is slower than what is written to it: a live
picture would be half a minute old when it arrives. What the line carries at the moment is not
limited, so that a fast one is as fast as before.
"""

import asyncio
import socket

_UNSENT_BYTES = 16_384


def keep_short(transport: asyncio.Transport) -> None:
    """Let writers wait as soon as anything waits here, or 16 kB in the system (TCP on Linux)."""
    transport.set_write_buffer_limits(high=0)
    connection = transport.get_extra_info("socket")
    is_tcp = connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6)
    if is_tcp and hasattr(socket, "TCP_NOTSENT_LOWAT"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT_BYTES)
