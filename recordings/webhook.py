"""Sends signed JSON to a webhook's address."""

import hashlib
import hmac
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from django.conf import settings

from core.connection import connected
from core.ip_addresses import Policy, PrivateAddress, RefusedAddress
from core.outgoing import UnknownName, pin

DEADLINE_S = 5.0
"""For one delivery as a whole: name resolution, connection, TLS and a slow answer."""


class TemporaryError(Exception):
    """The delivery failed; another attempt may succeed."""


class PermanentError(Exception):
    """The delivery failed, and would fail again."""


def signature(secret: str, body: bytes) -> str:
    """What X-Gazokako-Signature says: HMAC-SHA256 of the body, in hexadecimal digits."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(url: str, body: bytes, secret: str) -> None:
    """Deliver a JSON body once. Raises TemporaryError, PermanentError.

    The connection is made to the address that was judged, and redirects are not followed, so that
    neither can lead into the network behind this site.
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
    """The status that a POST is answered with, everything within DEADLINE_S."""
    until = time.monotonic() + DEADLINE_S
    parts = urlsplit(url)
    host, is_tls = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_tls else 80)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    address, tls_name = _pinned(host), host if is_tls else None
    http = HTTPConnection(host, port)
    try:
        with connected(address, port, tls_name, until - time.monotonic()) as connection:
            http.sock = connection
            http.request("POST", target, body, {"Host": parts.netloc, **headers})
            return http.getresponse().status
    except (HTTPException, OSError) as error:
        raise TemporaryError(type(error).__name__) from error


def _pinned(host: str) -> str:
    """The address of a host. Raises TemporaryError without one, PermanentError if closed."""
    policy = Policy.PRIVATE_ALLOWED if settings.PRIVATE_WEBHOOKS else Policy.PUBLIC_ONLY
    try:
        return pin(host, policy, DEADLINE_S)
    except UnknownName as error:
        raise TemporaryError(str(error)) from error
    except PrivateAddress as error:
        raise PermanentError(
            "it leads into a private network (PRIVATE_WEBHOOKS allows that)"
        ) from error
    except RefusedAddress as error:
        raise PermanentError("this address is never called") from error
