"""Google service-account credentials, in whatever form they were pasted into the environment."""

import base64
import binascii
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from google.auth.credentials import AnonymousCredentials
from google.oauth2.service_account import Credentials

_NEEDED = ("client_email", "private_key", "token_uri", "project_id")


class UnusableCredentialsError(ValueError):
    """One sentence: which variable, what is wrong with it, what to do."""


def bucket_credentials(environment: Mapping[str, str], *, emulated: bool) -> Any:
    """The credentials of the first variable that is set; anonymous ones for an emulator.

    What is set is judged for an emulator too. Raises UnusableCredentialsError.
    """
    name = variable_in_use(environment)
    try:
        credentials = credentials_from(environment[name].strip()) if name else None
    except UnusableCredentialsError as error:
        raise UnusableCredentialsError(f"{name} {error}") from error
    if emulated:
        return AnonymousCredentials()  # type: ignore[no-untyped-call]
    if credentials is not None:
        return credentials
    raise UnusableCredentialsError(
        "GS_BUCKET_NAME is set, but GOOGLE_APPLICATION_CREDENTIALS is not; put the JSON key of a "
        "service account into it"
    )


def variable_in_use(environment: Mapping[str, str]) -> str:
    """The name of the first variable that is set, or nothing."""
    return next((name for name, value in environment.items() if value.strip()), "")


def credentials_from(value: str) -> Credentials:
    """Credentials from the JSON key itself, base64 of it, or the path of a file with either.

    A private key whose line ends arrived as the two characters backslash and n is mended.
    Raises UnusableCredentialsError.
    """
    info = _parsed(_text_of(value))
    kind = info.get("type")
    if kind != "service_account":
        raise UnusableCredentialsError(
            f"is a key of type {kind!r}; create a JSON key of a service account instead"
        )
    missing = [name for name in _NEEDED if not info.get(name)]
    if missing:
        raise UnusableCredentialsError(f"lacks {', '.join(missing)}; paste the whole JSON key")
    mended = {**info, "private_key": str(info["private_key"]).replace("\\n", "\n")}
    try:
        return Credentials.from_service_account_info(mended)  # type: ignore[no-any-return, no-untyped-call]
    except ValueError as error:
        raise UnusableCredentialsError(
            "has a private_key that cannot be read; paste the JSON key again, unchanged"
        ) from error


def _text_of(value: str) -> str:
    """The JSON text that a value holds, encodes or points to."""
    if value.startswith("{"):
        return value
    if value.startswith(("/", ".", "~")) or value.endswith(".json"):
        return _text_of_file(Path(value).expanduser())
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise UnusableCredentialsError(
            "is neither JSON, nor base64 of JSON, nor the path of a file"
        ) from error


def _text_of_file(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError as error:
        raise UnusableCredentialsError(f"names a file that does not exist: {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableCredentialsError(f"names a file that cannot be read: {path}") from error


def _parsed(text: str) -> Mapping[str, object]:
    try:
        info = json.loads(text, strict=False)
    except ValueError as error:
        raise UnusableCredentialsError(
            "is not valid JSON; paste the whole key file, from { to }"
        ) from error
    if not isinstance(info, dict):
        raise UnusableCredentialsError("is JSON, but not the key of a service account")
    return info
