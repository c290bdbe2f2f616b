"""Keys for one purpose each, derived from SECRET_KEY."""

import hashlib

from django.conf import settings


def noise_key() -> bytes:
    """32 bytes with which the noise of covers is drawn; who knows them can take it off again."""
    secret = settings.SECRET_KEY.encode()
    return hashlib.blake2b(secret, digest_size=32, person=b"gazokako-noise").digest()
