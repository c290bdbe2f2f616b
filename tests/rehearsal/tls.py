"""TLS in front of a server that has none: the bundled Valkey is built without it."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import trustme

_PIECE_BYTES = 1 << 16


@contextmanager
def tls_in_front(certificate: trustme.LeafCert, socket: str) -> Iterator[int]:
    """Serve a Unix socket over TLS on a port of 127.0.0.1, which is what this yields."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_unix_connection(socket)
        await both_ways((reader, writer), (inner_reader, inner_writer))

    with served(lambda: asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)) as port:
        yield port


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def both_ways(one: Streams, other: Streams) -> None:
    """Pass on what either side says until both have fallen silent."""
    await asyncio.gather(_pass_on(one[0], other[1]), _pass_on(other[0], one[1]))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE_BYTES):
            writer.write(piece)
            await writer.drain()
    with suppress(OSError):
        writer.close()


@contextmanager
def served(start) -> Iterator[int]:
    """Run an asyncio server in a thread of its own; yields its port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
