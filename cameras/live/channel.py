"""The newest frame of a camera for the viewers of one web process, who wait for the next here."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from cameras.live.confirmation import Confirmation
from cameras.live.stream_part import StreamPart
from core.asgi import Message

logger = logging.getLogger(__name__)


class Channel:
    """Gives every viewer the newest frame of one version of a camera; a reader feeds it."""

    def __init__(self, camera_id: int, version: int) -> None:
        self.camera_id = camera_id
        self.version = version
        self.is_closed = False
        self.viewers = 0
        self.confirmation = Confirmation(version)
        self._newest: StreamPart | None = None
        self._waiting: set[asyncio.Future[None]] = set()
        self._reader: asyncio.Task[None] | None = None

    def read_by(self, reading: Coroutine[Any, Any, None]) -> None:
        """Start a reader; this channel is closed when it ends, and it is cancelled on closing."""
        self._reader = asyncio.create_task(reading, name=f"camera {self.camera_id}")
        self._reader.add_done_callback(self._reader_ended)

    async def after(self, serial: int) -> StreamPart | None:
        """Wait for a part newer than number `serial`; None once this channel is closed."""
        while not self.is_closed:
            newest = self._newest
            if newest is not None and newest.serial > serial and self.confirmation.is_given:
                return newest
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.add(waiting)
            try:
                await waiting
            finally:
                self._waiting.discard(waiting)
        return None

    def show(self, message: Message) -> None:
        """Make this the newest part."""
        serial = self._newest.serial + 1 if self._newest else 1
        self._newest = StreamPart(serial, message)
        self.wake()

    def repeat(self) -> None:
        """Send the newest part again, where there is one."""
        if self._newest is not None:
            self.show(self._newest.message)

    def admit(self, asked_at: float) -> None:
        """Note that Django, asked at `asked_at` of the monotonic clock, admitted another viewer."""
        self.confirmation.admit(asked_at)
        self.wake()

    def close(self) -> None:
        """End the stream of every viewer."""
        self.is_closed = True
        if self._reader is not None:
            self._reader.cancel()
        self.wake()

    def wake(self) -> None:
        """Let every waiting viewer check for a new part."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def _reader_ended(self, reader: "asyncio.Task[None]") -> None:
        """Log a crash and close: without a reader viewers would wait for ever."""
        error = None if reader.cancelled() else reader.exception()
        if error is not None:
            logger.error("camera %s: its reader has crashed", self.camera_id, exc_info=error)
        self.close()
