"""Looks at where a name leads before a camera connection is made, and keeps it from changing."""

import socket
from concurrent.futures import Future
from threading import Thread
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from cameras.source_address import refuse_address
from cameras.sources.source import Offline


def pinned(url: str, within_s: float) -> tuple[str, str]:
    """A URL with its host's name replaced by the address it has, and the host as it was written.

    A name could lead elsewhere when it is looked up again. Raises Offline: `unreachable`,
    `bad_source`.
    """
    parts = urlsplit(url)
    userinfo, at, written = parts.netloc.rpartition("@")
    address = _judged(_resolved(parts.hostname or "", within_s))
    host = f"[{address}]" if ":" in address else address
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{userinfo}{at}{host}{port}").geturl(), written


def _judged(addresses: list[str]) -> str:
    """One of the addresses, where none of them is one that no camera has; IPv4 before IPv6."""
    for address in addresses:
        try:
            refuse_address(address)
        except ValidationError as error:
            raise Offline("bad_source", "; ".join(error.messages)) from error
    return min(addresses, key=lambda address: ":" in address)


def _resolved(host: str, within_s: float) -> list[str]:
    """The addresses of a host. The system's resolver knows no time-out: a thread waits for it."""
    answer: Future[list[str]] = Future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            answer.set_result([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            answer.set_exception(error)

    Thread(target=ask, name="resolver", daemon=True).start()
    try:
        return answer.result(within_s)
    except TimeoutError as error:
        raise Offline("unreachable", "the name service does not answer") from error
    except (OSError, UnicodeError) as error:
        raise Offline("unreachable", "its name is not known") from error
