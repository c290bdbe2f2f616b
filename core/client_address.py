"""The network a request comes from, with as many proxies trusted as TRUSTED_PROXIES says."""

import hashlib
import hmac
import ipaddress
import secrets
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from core.redis_client import redis_client

_NETWORK_BITS = 64
"""One IPv6 line gives its owner 2^64 addresses, or more."""
_KEY_LIVES_S = 2 * 86_400


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: an IPv4 address, or the /64 of an IPv6 one.

    With TRUSTED_PROXIES = n, the n-th entry of X-Forwarded-For from the right counts, which the
    outermost of these proxies wrote; what a visitor put before it is ignored.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        address = forwarded[max(0, len(forwarded) - settings.TRUSTED_PROXIES)].strip() or address
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # a Unix socket has none
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, _NETWORK_BITS), strict=False))
    return str(ip)


def sender_of(request: HttpRequest) -> str:
    """What stands for a request's network in rows: its HMAC, by a key that is new each day (UTC).

    The key is in Redis alone and is forgotten there, so that no row tells an address, not even to
    who has the database and SECRET_KEY.
    """
    today = timezone.now().strftime("%Y-%m-%d")
    return hmac.new(_key_of(today), network_of(request).encode(), hashlib.sha256).hexdigest()[:32]


def _key_of(day: str) -> bytes:
    try:
        client = redis_client()
        client.set(f"sender-key:{day}", secrets.token_bytes(32), ex=_KEY_LIVES_S, nx=True)
        return cast("bytes", client.get(f"sender-key:{day}")) or _key_of_process(day)
    except RedisError:
        return _key_of_process(day)


@lru_cache(maxsize=1)
def _key_of_process(_day: str) -> bytes:
    """The key that stands in for Redis' while Redis is away; each process has its own."""
    return secrets.token_bytes(32)
