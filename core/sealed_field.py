"""A model field whose text is stored encrypted: camera addresses carry passwords."""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models


class UnreadableError(ValueError):
    """What was stored cannot be decrypted: SECRET_KEY is not the one it was stored with."""


class Sealed(str):
    """A text that does not show itself: its repr, as in a traceback or a log, is blank."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'…'"


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text encrypted with Fernet (AES-128-CBC and HMAC-SHA256), its key derived from SECRET_KEY.

    A row whose text can no longer be decrypted reads as an empty one, so that a page about it
    still opens.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return text if text is None else seal(str(text))

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        if value is None:
            return None
        try:
            return Sealed(unseal(value))
        except UnreadableError:
            return Sealed("")


def seal(text: str) -> str:
    """Encrypt a text."""
    return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypt what `seal` made. Raises UnreadableError."""
    try:
        return _fernet(settings.SECRET_KEY).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise UnreadableError("SECRET_KEY is not the one this was stored with") from error


@lru_cache(maxsize=2)
def _fernet(secret_key: str) -> Fernet:
    digest = hashlib.blake2b(secret_key.encode(), digest_size=32, person=b"gazokako-sealed")
    return Fernet(base64.urlsafe_b64encode(digest.digest()))
