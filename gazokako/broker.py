"""Celery's way to Redis: back within seconds, however long Redis or its memory was away."""

from typing import Any

from celery.app.amqp import AMQP
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.redis import Transport as RedisTransport
from redis.exceptions import OutOfMemoryError

_PROBE = "broker:probe"
_TRY_AGAIN_AFTER_S = {"interval_start": 1, "interval_step": 1, "interval_max": 3}


class PersistentConnection(Connection):
    """kombu's connection, except that it is tried again every 3 s and not ever less often.

    kombu's own pauses grow to 30 s, for which workers and beat would go on to miss a Redis that
    is back.
    """

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Any:
        return super().ensure_connection(*args, **{**_TRY_AGAIN_AFTER_S, **kwargs})


class Queues(AMQP):
    """To be named by the app's `amqp_cls`."""

    Connection = PersistentConnection


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
