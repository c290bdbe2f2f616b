"""Connects to a network camera: at an address that was judged, with a certificate it may show."""

import hashlib
import socket
import ssl
import time
from dataclasses import dataclass
from functools import partial

from cameras.sources.source import READ_TIMEOUT_S, Offline
from core.ip_addresses import Policy, RefusedAddress
from core.outgoing import UnknownName, pin


@dataclass(frozen=True)
class Endpoint:
    """Where a camera listens, and whether by TLS."""

    host: str
    port: int
    is_secure: bool = False


def connect(endpoint: Endpoint, certificate: str, within_s: float) -> socket.socket:
    """A connection whose reads and writes may take READ_TIMEOUT_S each.

    The host's name is resolved once, and the address that was judged is connected to. By TLS the
    certificate must have the SHA-256 `certificate`, or, where that is empty, be signed for the
    host. Raises Offline: `unreachable`, `bad_source`, `certificate`.
    """
    until = time.monotonic() + within_s
    address = _judged(endpoint.host, within_s)
    try:
        dial = partial(_secured, certificate=certificate) if endpoint.is_secure else _dialled
        connection: socket.socket = dial(address, endpoint, until)
    except OSError as error:
        raise Offline("unreachable", f"{type(error).__name__}: {error}") from error
    connection.settimeout(READ_TIMEOUT_S)
    return connection


def _judged(host: str, within_s: float) -> str:
    try:
        return pin(host, Policy.PRIVATE_ALLOWED, within_s)
    except UnknownName as error:
        raise Offline("unreachable", str(error)) from error
    except RefusedAddress as error:
        raise Offline("bad_source", str(error)) from error


def _dialled(address: str, endpoint: Endpoint, until: float) -> socket.socket:
    left_s = max(0.1, until - time.monotonic())
    return socket.create_connection((address, endpoint.port), left_s)


def _secured(address: str, endpoint: Endpoint, until: float, *, certificate: str) -> ssl.SSLSocket:
    if not certificate:
        try:
            return _wrapped(address, endpoint, ssl.create_default_context(), until)
        except ssl.SSLError:
            pass  # looked at below
    connection = _wrapped(address, endpoint, _accepting_any(), until)
    shown = hashlib.sha256(connection.getpeercert(binary_form=True) or b"").hexdigest()
    if shown != certificate:
        connection.close()
        raise Offline("certificate", shown, certificate=shown)
    return connection


def _wrapped(
    address: str, endpoint: Endpoint, context: ssl.SSLContext, until: float
) -> ssl.SSLSocket:
    plain = _dialled(address, endpoint, until)
    try:
        return context.wrap_socket(plain, server_hostname=endpoint.host)
    except (OSError, ValueError):
        plain.close()
        raise


def _accepting_any() -> ssl.SSLContext:
    """Takes any certificate, which is compared afterwards, and the old TLS that cameras speak."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context
