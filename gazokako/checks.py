"""Deployment checks that try things for real: `manage.py check --tag storage --deploy`."""

import secrets
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

_WORD = b"gazokako was here"


@register("storage", deploy=True)
def storage_keeps_shows_and_forgets(**_kwargs: Any) -> list[CheckMessage]:
    """Write an object, read it back, sign an address for it and delete it."""
    key = f"check/{secrets.token_hex(8)}"
    step = "write to"
    try:
        default_storage.save(key, ContentFile(_WORD))
        step = "read from"
        with default_storage.open(key) as stored:
            if stored.read() != _WORD:
                return [
                    Error(
                        "the storage gave back something else than it was given", id="gazokako.E002"
                    )
                ]
        step = "sign an address for"
        if hasattr(default_storage, "signed_address"):
            default_storage.signed_address(key, "image/jpeg", "inline")
        step = "delete from"
        default_storage.delete(key)
    except OSError as error:
        return [_failed(step, error)]
    return []


def _failed(step: str, error: OSError) -> Error:
    where = getattr(default_storage, "bucket_name", None)
    name = f"the bucket {where} (GS_BUCKET_NAME)" if where else "the media folder in DATA_DIR"
    hint = "Does it exist, and may the service account do this (role Storage Object User)?"
    return Error(f"could not {step} {name}: {error}", hint=hint, id="gazokako.E001")
