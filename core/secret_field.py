"""A model field whose text is stored encrypted: camera addresses carry passwords."""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class UnreadableError(ValueError):
    """What was stored cannot be decrypted: SECRET_KEY is not the one it was stored with."""


class SecretText(str):
    """A text whose repr, as in a traceback or a log, is `'…'`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


class UnreadableText(SecretText):
    """The empty text that stands for one which cannot be decrypted; saved, `stored` stays."""

    stored: str


class SecretTextField(models.TextField):  # type: ignore[type-arg]
    """Text encrypted with Fernet (AES-128-CBC and HMAC-SHA256), its key derived from SECRET_KEY.

    What was encrypted with one of SECRET_KEY_FALLBACKS is read too, and written with SECRET_KEY
    whenever its row is saved. What no key reads is an UnreadableText, so that a page about the
    row still opens and saving the row loses nothing.
    """

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, UnreadableText):
            return value.stored
        text = super().get_prep_value(value)
        return text if text is None else encrypt(str(text))

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        if value is None:
            return None
        try:
            return SecretText(decrypt(value))
        except UnreadableError:
            unreadable = UnreadableText()
            unreadable.stored = value
            return unreadable


def encrypt(text: str) -> str:
    """Encrypt a text with SECRET_KEY."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Decrypt what `encrypt` made with SECRET_KEY or a fallback. Raises UnreadableError."""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise UnreadableError("it was stored with another SECRET_KEY") from error


def is_unreadable(value: object) -> bool:
    """Whether a field's value stands for a stored text that no key reads."""
    return isinstance(value, UnreadableText)


def _fernet() -> MultiFernet:
    return MultiFernet(_key(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=16)
def _key(secret_key: str) -> Fernet:
    digest = hashlib.blake2b(secret_key.encode(), digest_size=32, person=b"gazokako-sealed")
    return Fernet(base64.urlsafe_b64encode(digest.digest()))
