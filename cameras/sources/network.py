"""Looks at where a name leads before a camera connection is made."""

import socket
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from cameras.sources.address import refuse_address
from cameras.sources.source import Offline


def resolved(host: str, port: int) -> list[tuple[str, int]]:
    """The addresses of a host, each judged. Raises Offline."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Offline("unreachable", "its name is not known") from error
    addresses = [(str(entry[4][0]), int(entry[4][1])) for entry in found]
    for address, _port in addresses:
        try:
            refuse_address(address)
        except ValidationError as error:
            raise Offline("bad_source", "; ".join(error.messages)) from error
    return addresses


def refuse_resolved(url: str) -> None:
    """Raise Offline where an address leads to what is no camera."""
    parts = urlsplit(url)
    resolved(parts.hostname or "", parts.port or 0)
