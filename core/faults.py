"""Sentences for operators: why a bucket, database or Redis refuses, and which setting to change."""

from google.api_core.exceptions import Forbidden, Unauthorized
from google.auth.exceptions import RefreshError

_LONGEST = 200


def bucket_fault(error: OSError, *, step: str, bucket: str, account: str) -> str:
    """Why a bucket could not be used; `step` is like `write to`."""
    where = f"could not {step} the bucket {bucket} (GS_BUCKET_NAME)"
    cause = error.__cause__
    if isinstance(error, FileNotFoundError):
        return f"{where}: there is no bucket of this name; create it, or correct the name"
    if isinstance(cause, (Forbidden, Unauthorized)):
        return (
            f"{where}: {account} may not; give it the role Storage Object User on this bucket "
            f"(Google says: {_short(cause)})"
        )
    if isinstance(cause, RefreshError):
        return (
            f"{where}: Google does not accept the key in GOOGLE_APPLICATION_CREDENTIALS, perhaps "
            f"it was deleted; create a new one (Google says: {_short(cause)})"
        )
    return f"{where}: Google Cloud Storage does not answer as it should ({_short(error)})"


def s3_fault(error: OSError, *, step: str, bucket: str) -> str:
    """Why a bucket of a storage that speaks S3 could not be used."""
    where = f"could not {step} the bucket {bucket} (S3_BUCKET_NAME)"
    response = getattr(error.__cause__, "response", {})
    if isinstance(error, FileNotFoundError):
        return f"{where}: there is no bucket of this name; create it, or correct the name"
    if response.get("Error", {}).get("Code") in ("InvalidAccessKeyId", "SignatureDoesNotMatch"):
        return (
            f"{where}: the storage does not accept S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY; "
            f"create a new key ({_short(error)})"
        )
    if response.get("ResponseMetadata", {}).get("HTTPStatusCode") in (401, 403):
        return (
            f"{where}: the key may not; let it read, write, list and delete objects of this bucket "
            f"({_short(error)})"
        )
    return f"{where}: S3_ENDPOINT_URL does not answer as it should ({_short(error)})"


def database_fault(error: Exception) -> str:
    """Why the database could not be used."""
    return f"could not log in to the database (DATABASE_URL): {_short(error)}"


def redis_fault(error: Exception) -> str:
    """Why Redis could not be used."""
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return (
            "could not trust the certificate of the server in REDIS_URL; put the certificate that "
            "signed it into REDIS_CA or, where the provider signs its own as Heroku does, set "
            f"REDIS_TLS_VERIFY=false ({_short(error)})"
        )
    return f"could not log in to Redis (REDIS_URL): {_short(error)}"


def _short(error: BaseException) -> str:
    """What an error says, on one line."""
    words = " ".join(str(error).split()) or type(error).__name__
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
