"""Seals files: encrypted and authenticated in chunks, so that large ones need little memory.

The construction is STREAM over AES-256-GCM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), laid out as
in Google's Tink. Seven random bytes come first. With the number of a chunk and whether it is the
last one they are its nonce, so that a file that is cut off, reordered or lengthened is not opened.
"""

import secrets
from collections.abc import Iterator
from itertools import count
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK_BYTES = 1 << 20
_PREFIX_BYTES = 7
_TAG_BYTES = 16


class BrokenSeal(Exception):
    """A file is not as it was sealed, or was not sealed with this key for this place."""


def new_cipher_key() -> str:
    """A random key of 256 bits, as hexadecimal digits."""
    return secrets.token_hex(32)


def seal(source: IO[bytes], target: IO[bytes], cipher_key: str, place: str) -> None:
    """Write all of `source`, encrypted, to `target`.

    It is opened with the same key and the same `place` only, say where it will be stored.
    """
    cipher, prefix = _cipher(cipher_key), secrets.token_bytes(_PREFIX_BYTES)
    target.write(prefix)
    for nonce, chunk in _numbered(source, CHUNK_BYTES, prefix):
        target.write(cipher.encrypt(nonce, chunk, place.encode()))


def unseal(source: IO[bytes], target: IO[bytes], cipher_key: str, place: str) -> None:
    """Write what `seal` was given to `target`. Raises BrokenSeal.

    Then `target` may hold the chunks before the one that is wrong, which are as they were.
    """
    cipher, prefix = _cipher(cipher_key), source.read(_PREFIX_BYTES)
    if len(prefix) < _PREFIX_BYTES:
        raise BrokenSeal("it is cut off")
    for nonce, chunk in _numbered(source, CHUNK_BYTES + _TAG_BYTES, prefix):
        try:
            target.write(cipher.decrypt(nonce, chunk, place.encode()))
        except InvalidTag as error:
            raise BrokenSeal("it was changed, or sealed with another key") from error


def _cipher(cipher_key: str) -> AESGCM:
    try:
        return AESGCM(bytes.fromhex(cipher_key))
    except ValueError as error:
        raise BrokenSeal("its key is gone, or unreadable with this SECRET_KEY") from error


def _numbered(source: IO[bytes], size: int, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a file, at least one, each with its nonce."""
    chunk = source.read(size)
    for number in count():
        following = source.read(size)
        yield prefix + number.to_bytes(4, "big") + bytes([not following]), chunk
        if not following:
            return
        chunk = following
