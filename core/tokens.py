"""Makes random slugs, storage keys and tokens; of tokens only the hash is stored."""

import hashlib
import hmac
import re
import secrets

_KEY = re.compile("[0-9a-f]{32}")


def new_slug() -> str:
    """128 random bits, URL-safe: nobody can guess one, nor derive one from another.

    It never begins with a dash, which a command line would take for an option.
    """
    while (slug := secrets.token_urlsafe(16)).startswith("-"):
        continue
    return slug


def new_key() -> str:
    """128 random bits in hexadecimal digits: the name of a file or folder in storage.

    It is unrelated to any slug, which must not leak there.
    """
    return secrets.token_hex(16)


def is_key(name: str) -> bool:
    """Whether a name is one that `new_key` makes."""
    return _KEY.fullmatch(name) is not None


def new_token() -> str:
    """192 random bits, URL-safe: shown once, and the right to do something for whoever has it."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    """What is stored of a token: SHA-256. It is random, so it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def has_hash(token: str, stored: str) -> bool:
    """Whether a token is the one whose hash is stored, compared in constant time.

    Where no token was handed out (`stored` is empty), none is accepted.
    """
    return hmac.compare_digest(hash_of(token), stored)
