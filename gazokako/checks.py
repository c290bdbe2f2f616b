"""Checks of the settings; with `--deploy` they connect to storage, database and Redis."""

import secrets
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import resolve
from redis.exceptions import RedisError

from core.faults import bucket_fault, database_fault, redis_fault, s3_fault
from core.redis_client import redis_client

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
                message = "the storage gave back something else than it was given"
                return [Error(message, id="gazokako.E002")]
        step = "sign an address for"
        if hasattr(default_storage, "signed_address"):
            default_storage.signed_address(key, "image/jpeg", "inline")
        step = "delete from"
        default_storage.delete(key)
    except OSError as error:
        return [Error(_storage_fault(step, error), id="gazokako.E001")]
    return []


@register("urls")
def admin_has_an_address_of_its_own(**_kwargs: Any) -> list[CheckMessage]:
    """Other pages come first, so that the admin would be out of reach at the address of one."""
    pages = {"": "admin:index", "login/": "admin:login"}
    if all(resolve(f"/{settings.ADMIN_PATH}/{tail}").view_name == pages[tail] for tail in pages):
        return []
    message = f"ADMIN_PATH is {settings.ADMIN_PATH}, where other pages are; choose another word"
    return [Error(message, id="gazokako.E005")]


@register("database", deploy=True)
def database_answers(**_kwargs: Any) -> list[CheckMessage]:
    """Log in to the database, past the pool, which would hide the reason of a failure."""
    driver: Any = getattr(connection, "Database")  # noqa: B009  (known to no type)
    try:
        driver.connect(**connection.get_connection_params()).close()
    except driver.Error as error:
        return [Error(database_fault(error), id="gazokako.E003")]
    return []


@register("redis", deploy=True)
def redis_answers(**_kwargs: Any) -> list[CheckMessage]:
    """Log in to Redis, over TLS where its address says so."""
    try:
        redis_client().ping()
    except (RedisError, OSError) as error:
        return [Error(redis_fault(error), id="gazokako.E004")]
    return []


def _storage_fault(step: str, error: OSError) -> str:
    bucket: str | None = getattr(default_storage, "bucket_name", None)
    if bucket is None:
        return f"could not {step} the media folder in DATA_DIR ({settings.DATA_DIR}): {error}"
    if hasattr(default_storage, "endpoint_url"):
        return s3_fault(error, step=step, bucket=bucket)
    credentials = getattr(default_storage, "credentials", None)
    account = getattr(credentials, "service_account_email", "nobody in particular")
    return bucket_fault(error, step=step, bucket=bucket, account=account)
