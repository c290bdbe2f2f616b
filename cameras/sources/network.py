"""Looks at where a name leads before a camera connection is made, and keeps it from changing."""

from urllib.parse import urlsplit

from cameras.sources.source import Offline
from core.ip_addresses import Policy, RefusedAddress
from core.outgoing import UnknownName, pin


def pinned(url: str, within_s: float) -> tuple[str, str]:
    """A URL with its host's name replaced by the address it has, and the host as it was written.

    A name could lead elsewhere when it is looked up again. Raises Offline: `unreachable`,
    `bad_source`.
    """
    parts = urlsplit(url)
    userinfo, at, written = parts.netloc.rpartition("@")
    address = _judged(parts.hostname or "", within_s)
    host = f"[{address}]" if ":" in address else address
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{userinfo}{at}{host}{port}").geturl(), written


def _judged(host: str, within_s: float) -> str:
    try:
        return pin(host, Policy.PRIVATE_ALLOWED, within_s)
    except UnknownName as error:
        raise Offline("unreachable", str(error)) from error
    except RefusedAddress as error:
        raise Offline("bad_source", str(error)) from error
