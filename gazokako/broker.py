"""Celery's way to Redis, for which a Redis without memory left is one that is away for a while."""

from typing import Any

from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.redis import Transport as RedisTransport
from redis.exceptions import OutOfMemoryError

_PROBE = "broker:probe"


class Transport(RedisTransport):
    """kombu's transport, except that a worker connects again where it would have ended.

    It is connected once something can be written: until then it tries again at growing intervals,
    and takes no message whose receipt it could not note down.
    """

    connection_errors = (*RedisTransport.connection_errors, OutOfMemoryError)

    def establish_connection(self) -> Any:
        """Raises OutOfMemoryError."""
        connection: Any = super().establish_connection()
        channel: Any = self.create_channel(connection)
        try:
            channel.client.set(_PROBE, "", ex=1)
        except OutOfMemoryError:
            channel.close()
            raise
        self._avail_channels.append(channel)  # type: ignore[attr-defined]  # the stubs lack it
        return connection


def use_this_transport() -> None:
    """Have kombu take it for redis:// and rediss://, and for sockets."""
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = "gazokako.broker:Transport"
