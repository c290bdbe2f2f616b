"""The channels of this web process: one for each camera that has viewers here."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType

from django.conf import settings

from cameras.live.admission import Admission
from cameras.live.channel import Channel
from cameras.live.reader import FrameReader
from core.redis_client import async_redis_client

Handler = Callable[[int, FrameType | None], object]


class TooManyViewers(Exception):
    """This web process has MAX_VIEWERS already, or is about to end."""


class Hub:
    """Counts viewers and lets those of the same camera share a channel. For one event loop."""

    def __init__(self) -> None:
        self.viewers = 0
        self._channels: dict[tuple[int, int], Channel] = {}
        self._redis = async_redis_client()
        self._is_closing = False
        self._watch_signals()

    @asynccontextmanager
    async def viewing(self, admission: Admission) -> AsyncIterator[Channel]:
        """Count a viewer and give the channel to read from. Raises TooManyViewers."""
        if self._is_closing or self.viewers >= settings.MAX_VIEWERS:
            raise TooManyViewers
        channel = self._channel(admission)
        self.viewers += 1
        channel.viewers += 1
        try:
            yield channel
        finally:
            self.viewers -= 1
            channel.viewers -= 1
            if channel.viewers == 0:
                self._leave(channel)

    def close(self) -> None:
        """End every stream and accept no new one: the process is to stop."""
        self._is_closing = True
        for channel in self._channels.values():
            channel.close()

    def _channel(self, admission: Admission) -> Channel:
        """The channel of a version of a camera; those of earlier versions end."""
        for other in list(self._channels.values()):
            if other.camera_id == admission.camera_id and other.version < admission.version:
                other.close()
        channel = self._channels.get(admission.channel)
        if channel is None or channel.is_closed:
            channel = self._channels[admission.channel] = Channel(*admission.channel)
            channel.read_by(FrameReader(channel, self._redis).read())
        channel.admit(admission.asked_at)
        return channel

    def _leave(self, channel: Channel) -> None:
        channel.close()
        name = (channel.camera_id, channel.version)
        if self._channels.get(name) is channel:
            del self._channels[name]

    def _watch_signals(self) -> None:
        """Handle SIGTERM and SIGINT before the server does: it waits for streams to end."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            previous = signal.getsignal(number)
            if callable(previous):
                signal.signal(number, _chained(loop, self.close, previous))


def _chained(
    loop: asyncio.AbstractEventLoop, close: Callable[[], None], previous: Handler
) -> Handler:
    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close)
        previous(number, frame)

    return handle


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
