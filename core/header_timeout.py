"""Closes connections whose request line and headers do not come in time.

uvicorn bounds the time between two requests only: whoever sends a header a minute would hold a
connection for as long as he likes.
"""

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from core.asgi import Scope
from core.send_buffer import keep_short, tell_unsent

HEADERS_WITHIN_S = 10.0


class TimedHttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol, timed and with short buffers; to be named by its option `--http`."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        keep_short(transport)
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_headers()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._expect_headers()
        super().on_message_begin()
        tell_unsent(cast("Scope", self.scope), self.transport)

    def on_headers_complete(self) -> None:
        self._have_headers()
        super().on_headers_complete()

    def _expect_headers(self) -> None:
        self._have_headers()
        self._deadline = self.loop.call_later(HEADERS_WITHIN_S, self._end)

    def _have_headers(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _end(self) -> None:
        self.transport.close()
