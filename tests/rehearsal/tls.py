"""TLS in front of servers that have none, each on a port of 127.0.0.1."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import trustme

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

_PIECE_BYTES = 1 << 16


@contextmanager
def served(serve: Serve, certificate: trustme.LeafCert | None = None) -> Iterator[int]:
    """Answer connections in a thread of its own, over TLS with a certificate; yields the port."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0, ssl=context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def tls_in_front(certificate: trustme.LeafCert, socket: str) -> Iterator[int]:
    """Serve a Unix socket over TLS; the bundled Valkey is built without it. Yields the port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await both_ways((reader, writer), await asyncio.open_unix_connection(socket))

    with served(serve, certificate) as port:
        yield port


async def both_ways(one: Streams, other: Streams) -> None:
    """Pass on what either side says until one falls silent, and then end both."""
    ways = [
        asyncio.ensure_future(_pass_on(one[0], other[1])),
        asyncio.ensure_future(_pass_on(other[0], one[1])),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        for _reader, writer in (one, other):
            writer.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE_BYTES):
            writer.write(piece)
            await writer.drain()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
