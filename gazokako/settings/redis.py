"""How Redis is reached."""

from urllib.parse import quote

from core.redis_options import UnusableRedisError, tls_options
from gazokako.settings import values

REDIS_URL = values.GIVEN_REDIS_URL or f"unix://{quote(str(values.DATA_DIR / 'valkey.sock'))}"
REDIS_TIMEOUT_S = 1.0
try:
    REDIS_TLS = tls_options(REDIS_URL, verify=values.REDIS_TLS_VERIFY, authority=values.REDIS_CA)
except UnusableRedisError as error:
    values.stop(error)
REDIS_OPTIONS = {"socket_connect_timeout": REDIS_TIMEOUT_S, **REDIS_TLS}
"""For every client, blocking or asyncio, beside its own `socket_timeout`."""
