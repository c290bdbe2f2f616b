"""The network a request comes from, with as many proxies trusted as TRUSTED_PROXIES says."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

_NETWORK_BITS = 64
"""One IPv6 line gives its owner 2^64 addresses, or more."""


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
