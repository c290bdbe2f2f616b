"""Which IP addresses this site connects to, in whatever notation or tunnel they are hidden."""

import socket
import unicodedata
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

IP = IPv4Address | IPv6Address


class Policy(Enum):
    """Which addresses are allowed; no policy allows those that `judge` calls closed."""

    PUBLIC_ONLY = "public only"
    PRIVATE_ALLOWED = "private allowed"


class RefusedAddress(Exception):
    """No policy allows a connection to this address."""


class PrivateAddress(RefusedAddress):
    """The address is private or reserved, and the policy allows public ones only."""


_METADATA = [
    ip_network(text)
    for text in (
        "169.254.169.254",  # AWS, Azure, Google and most others
        "100.100.100.200",  # Alibaba
        "168.63.129.16",  # Azure's own services
        "192.0.0.192",  # Oracle
        "fd00:ec2::/32",  # AWS
        "fd20:ce::254",  # Google
    )
]
_LAST_32_BITS = [
    ip_network(text)
    for text in (
        "::/96",  # IPv4-compatible, RFC 4291
        "::ffff:0:0:0/96",  # SIIT, RFC 2765
        "64:ff9b::/96",  # NAT64, RFC 6052
    )
]
_LOCAL_NAT64 = ip_network("64:ff9b:1::/48")  # RFC 8215


def judge(address: str, policy: Policy) -> None:
    """Raise RefusedAddress for an address, or one hidden in it, that nothing is to connect to.

    Closed always: metadata services of clouds, link-local, multicast and unspecified addresses.
    A text that is no address, a name say, is not judged.
    """
    for ip in addresses_in(address):
        if ip.is_link_local or ip.is_multicast or ip.is_unspecified or _is_metadata(ip):
            raise RefusedAddress(f"{ip} is closed")
        if policy is Policy.PUBLIC_ONLY and not ip.is_global:
            raise PrivateAddress(f"{ip} is not public")


def addresses_in(text: str) -> list[IP]:
    """The address that a text is, in any notation, and those that it carries; [] for a name."""
    ip = _parsed(text)
    if isinstance(ip, IPv6Address):
        return [ip.ipv4_mapped] if ip.ipv4_mapped else [ip, *_carried_by(ip)]
    return [ip] if ip else []


def _parsed(text: str) -> IP | None:
    text = unicodedata.normalize("NFKC", text).replace("。", ".").strip("[]").partition("%")[0]
    try:
        return ip_address(text)
    except ValueError:
        pass
    try:
        # One number, hexadecimal, octal, fewer dots: what the system's resolver would take.
        return IPv4Address(socket.inet_aton(text.rstrip(".")))
    except (OSError, UnicodeError):
        return None


def _carried_by(ip: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses to which a tunnel or a translator would take an IPv6 address."""
    if ip.sixtofour:
        return [ip.sixtofour]
    if ip.teredo:
        return list(ip.teredo)
    if ip in _LOCAL_NAT64:
        return _translated(ip)
    if any(ip in network for network in _LAST_32_BITS) and int(ip) > 1:
        return [IPv4Address(ip.packed[12:])]
    return []


def _translated(ip: IPv6Address) -> list[IPv4Address]:
    """All that a prefix of 48, 56, 64 or 96 bits could mean (RFC 6052, section 2.2)."""
    without_u = ip.packed[:8] + ip.packed[9:]  # bits 64 to 71 carry nothing
    read = [without_u[6:10], without_u[7:11], without_u[8:12], ip.packed[12:]]
    return [IPv4Address(four) for four in read if any(four)]


def _is_metadata(ip: IP) -> bool:
    return any(ip in network for network in _METADATA)
