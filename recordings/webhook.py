"""Sends a signed JSON text to an address that staff has named, and nowhere else."""

import hashlib
import hmac
import ipaddress
import socket
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from django.core.exceptions import ValidationError
from urllib3.exceptions import HTTPError

from cameras.source_address import refuse_address

TIMEOUT_S = 5.0


class TemporaryError(Exception):
    """It did not arrive, but may if it is tried again later."""


class PermanentError(Exception):
    """It will not arrive, however often it is tried."""


def signature(secret: str, body: bytes) -> str:
    """What X-Gazokako-Signature says: HMAC-SHA256 of the body, in hexadecimal digits."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(url: str, body: bytes, secret: str) -> None:
    """Deliver a JSON body once. Raises TemporaryError, PermanentError.

    The connection is made to the very address that was judged, and redirects are not followed,
    so that a name cannot lead into the network behind this site.
    """
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "gazokako",
        "X-Gazokako-Signature": signature(secret, body),
    }
    status = _status(url, body, headers)
    if status == 429 or status >= 500:
        raise TemporaryError(f"answered {status}")
    if not 200 <= status < 300:
        raise PermanentError(f"answered {status}")


def _status(url: str, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _judged(host, port)
    named = {"Host": parts.netloc, **headers}
    pool = _pool(parts.scheme, host, address, port)
    target = parts.path or "/"
    target = f"{target}?{parts.query}" if parts.query else target
    try:
        with pool:
            response = pool.urlopen(
                "POST", target, body, named, retries=False, redirect=False, preload_content=False
            )
            response.close()
            return response.status
    except (HTTPError, OSError) as error:
        raise TemporaryError(type(error).__name__) from error


def _pool(scheme: str, host: str, address: str, port: int) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=TIMEOUT_S, read=TIMEOUT_S)
    if scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address, port, timeout=timeout, server_hostname=host, assert_hostname=host
        )
    return urllib3.HTTPConnectionPool(address, port, timeout=timeout)


def _judged(host: str, port: int) -> str:
    """The address of a host. Raises TemporaryError without one, PermanentError if it is private."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise TemporaryError("its name is not known") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        _refuse(address)
    return addresses[0]


def _refuse(address: str) -> None:
    try:
        refuse_address(address)
    except ValidationError as error:
        raise PermanentError("nothing is to be told there") from error
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if not ip.is_global and not settings.PRIVATE_WEBHOOKS:
        raise PermanentError("it leads into a private network (PRIVATE_WEBHOOKS allows that)")
