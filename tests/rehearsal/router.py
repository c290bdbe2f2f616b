"""Stands in for Heroku's router: ends TLS, says so to the web process, waits for a new one."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import trustme

from tests.rehearsal.tls import both_ways, served

_BOOT_TIMEOUT_S = 60
_OVERWRITTEN = (b"x-forwarded-proto", b"x-forwarded-port", b"connection")


class Router:
    """One request a connection, passed to the web process of the moment at `target_port`."""

    def __init__(self) -> None:
        self.target_port = 0
        self.https_port = 0
        self.http_port = 0

    @property
    def address(self) -> str:
        return f"https://localhost:{self.https_port}"

    @contextmanager
    def listening(self, certificate: trustme.LeafCert) -> Iterator[None]:
        with (
            served(self._secure, certificate) as self.https_port,
            served(self._plain) as self.http_port,
        ):
            yield

    async def _secure(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._route(reader, writer, "https")

    async def _plain(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._route(reader, writer, "http")

    async def _route(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scheme: str
    ) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, OSError):
            writer.close()
            return
        web = await self._web_process()
        web[1].write(forwarded(head, writer.get_extra_info("peername")[0], scheme))
        await both_ways((reader, writer), web)

    async def _web_process(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the web process; while one boots, requests wait as they do at Heroku."""
        deadline = asyncio.get_running_loop().time() + _BOOT_TIMEOUT_S
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", self.target_port)
            except OSError:
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(0.05)


def forwarded(head: bytes, visitor: str, scheme: str) -> bytes:
    """A request's head with what Heroku's router adds: to the visitor's own words, or over them."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    kept = [line for line in lines if line.partition(b":")[0].lower() not in _OVERWRITTEN]
    said = [line for line in kept if line.lower().startswith(b"x-forwarded-for:")]
    kept = [line for line in kept if line not in said]
    chain = [line.partition(b":")[2].strip().decode() for line in said] + [visitor]
    added = f"X-Forwarded-For: {', '.join(chain)}\r\nX-Forwarded-Proto: {scheme}\r\n"
    return b"\r\n".join([first, *kept]) + f"\r\n{added}Connection: close\r\n\r\n".encode()
