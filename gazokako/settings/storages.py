"""Where files are: pictures on disk or in a private bucket, static files, bodies coming in."""

from core.google_credentials import UnusableCredentialsError, bucket_credentials
from gazokako.settings import values

SIGNED_URL_LIFETIME_S = 600
WEB_STORAGE_TIMEOUT_S = 7
"""Of one operation of the web process on a bucket; workers and commands have more patience."""


def _bucket(name: str, backend: str) -> dict[str, object]:
    """A bucket of Google Cloud Storage; without usable credentials the start ends here."""
    try:
        credentials = bucket_credentials(
            values.GS_CREDENTIALS, emulated=bool(values.STORAGE_EMULATOR_HOST)
        )
    except UnusableCredentialsError as error:
        values.stop(error)
    options = {
        "bucket_name": name,
        "project_id": getattr(credentials, "project_id", "emulated"),
        "credentials": credentials,
        "querystring_auth": not values.STORAGE_EMULATOR_HOST,
        "expiration": SIGNED_URL_LIFETIME_S,
        "max_memory_size": 1 << 20,  # of a file being read; the rest of it waits on the disk
    }
    return {"BACKEND": f"core.storage.{backend}", "OPTIONS": options}


def _s3_bucket() -> dict[str, object]:
    """A bucket of a storage that speaks S3."""
    options = {
        "bucket_name": values.S3_BUCKET_NAME,
        "endpoint_url": values.S3_ENDPOINT_URL,
        "region_name": values.S3_REGION,
        "access_key": values.S3_ACCESS_KEY_ID,
        "secret_key": values.S3_SECRET_ACCESS_KEY,
        "querystring_expire": SIGNED_URL_LIFETIME_S,
        "max_memory_size": 1 << 20,
    }
    return {"BACKEND": "core.s3_storage.PrivateS3Bucket", "OPTIONS": options}


STORAGES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": values.DATA_DIR / "media", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Whoever collects them, root or a container's build, is seldom who serves them.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
_google = values.STORAGE_EMULATOR_HOST or "https://storage.googleapis.com"
PICTURE_ORIGINS: list[str] = []
STATIC_ORIGINS: list[str] = []
STATIC_URL = "static/"
STATIC_ROOT = values.BASE_DIR / "staticfiles"
if values.GS_BUCKET_NAME:
    STORAGES["default"] = _bucket(values.GS_BUCKET_NAME, "PrivateBucket")
    PICTURE_ORIGINS = [f"{_google}/{values.GS_BUCKET_NAME}/"]
if values.S3_BUCKET_NAME:
    STORAGES["default"] = _s3_bucket()
    PICTURE_ORIGINS = [f"{values.S3_ENDPOINT_URL}/{values.S3_BUCKET_NAME}/"]
if values.STATIC_ON_GCS:
    STORAGES["published"] = _bucket(values.GS_STATIC_BUCKET_NAME, "PublicBucket")
    STATIC_URL = f"{_google}/{values.GS_STATIC_BUCKET_NAME}/static/"
    STATIC_ORIGINS = [STATIC_URL]

# Uploaded files go straight to a disk: beside the media, so that a sealed one is moved by a rename.
FILE_UPLOAD_HANDLERS = ["core.incoming.IncomingFileHandler"]
FILE_UPLOAD_TEMP_DIR = values.DATA_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
values.CAMERA_FILES_DIR.mkdir(parents=True, exist_ok=True)
