"""How this site connects to Redis: judged once, and the same for every kind of client."""

import ssl
from pathlib import Path
from urllib.parse import urlsplit

TlsOptions = dict[str, str | bool]


class UnusableRedisError(ValueError):
    """One sentence: which variable, what is wrong with it, what to do."""


def tls_options(url: str, *, verify: bool, authority: str) -> TlsOptions:
    """How a client trusts the server at a rediss:// address; nothing for another address.

    redis-py, blocking or asyncio, and Celery's broker take the same options. `authority` is the
    certificate that signed the server's, as PEM text or the path of a file with it; without one
    the system's authorities count. Raises UnusableRedisError.
    """
    if not _is_address(url):
        raise UnusableRedisError("REDIS_URL is not like rediss://:password@host:6379/0")
    if urlsplit(url).scheme != "rediss":
        return {}
    if not verify:
        return {"ssl_cert_reqs": "none", "ssl_check_hostname": False}
    trusted: TlsOptions = (
        {"ssl_ca_data": _certificate(authority.strip())} if authority.strip() else {}
    )
    return {"ssl_cert_reqs": "required", "ssl_check_hostname": True, **trusted}


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    return bool(parts.path.strip("/") if parts.scheme == "unix" else parts.hostname)


def _certificate(value: str) -> str:
    """The PEM text that a value is or points to."""
    text = value
    if not value.startswith("-----BEGIN"):
        try:
            text = Path(value).read_text()
        except (OSError, ValueError) as error:
            raise UnusableRedisError(
                "REDIS_CA is neither a certificate (-----BEGIN CERTIFICATE-----) nor the path of a "
                "file that can be read"
            ) from error
    try:
        ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError) as error:
        raise UnusableRedisError(
            "REDIS_CA holds no certificate that can be read; paste the whole PEM file, unchanged"
        ) from error
    return text
