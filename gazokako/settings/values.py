"""What the environment says, read and judged here and nowhere else (docs/settings.md lists it).

A value that makes no sense stops the start and is named.
"""

from pathlib import Path
from typing import NoReturn, cast
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from environs import Env, EnvValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def stop(reason: object) -> NoReturn:
    """End the start of this process with one sentence."""
    raise SystemExit(f"gazokako cannot start: {reason}") from None


env = Env(eager=False)

DATA_DIR = (env.path("DATA_DIR", None) or BASE_DIR / "var").absolute()
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]) or []
TIME_ZONE = env.str(
    "TIME_ZONE",
    "UTC",
    validate=validate.OneOf(available_timezones(), error="Not a time zone such as Asia/Tokyo."),
)
LOG_LEVEL = env.str(
    "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
)
LOG_FORMAT = env.str("LOG_FORMAT", "text", validate=validate.OneOf(["text", "json"]))
SENTRY_DSN = env.str("SENTRY_DSN", "", validate=validate.Regexp(r"$|https?://\S+@\S+/\d+$"))
PORT = env.int("PORT", 8000, validate=validate.Range(1, 65535))
_site_url = env.str(
    "SITE_URL",
    "",
    validate=validate.Regexp(
        r"$|https?://[\w.-]+(:\d+)?/?$", error="Must be like https://pictures.example.org/."
    ),
)
SITE_URL = (_site_url or f"http://127.0.0.1:{PORT}").rstrip("/") + "/"
if _site_url:
    ALLOWED_HOSTS.append(urlsplit(_site_url).hostname or "")
ADMIN_PATH = env.str(
    "ADMIN_PATH",
    "admin",
    validate=validate.Regexp(r"[\w-]+$", error="Must be one word of letters, digits, - and _."),
)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0, 10))
_behind_https = (TRUSTED_PROXIES or 0) > 0 and not (_site_url or "").startswith("http://")
HTTPS_ONLY = env.bool("HTTPS_ONLY", _behind_https)
# uvicorn reads this one itself; here it is judged, before that meets it.
env.int("WEB_CONCURRENCY", 1, validate=validate.Range(1, 64))
UPLOAD_EXPIRES_IN_S = env.int("UPLOAD_EXPIRES_IN", 86_400, validate=validate.Range(60, 2_592_000))
REMOVE_ORIGINALS = env.str(
    "REMOVE_ORIGINALS", "with-upload", validate=validate.OneOf(["with-upload", "when-ended"])
)
WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", None, validate=validate.Range(1, 256))
WORKER_ADDRESS_SPACE_BYTES = env.int(
    "WORKER_ADDRESS_SPACE_BYTES", 1_500_000_000, validate=validate.Range(600_000_000, 10**12)
)
CLIP_CONCURRENCY = env.int("CLIP_CONCURRENCY", 1, validate=validate.Range(1, 64))
MAX_PICTURE_PIXELS = env.int(
    "MAX_PICTURE_PIXELS", 51_000_000, validate=validate.Range(1_000_000, 400_000_000)
)
MAX_PICTURE_SIDE_PX = env.int("MAX_PICTURE_SIDE", 16_500, validate=validate.Range(64, 32_000))
MAX_CLIP_BYTES = env.int(
    "MAX_CLIP_BYTES", 200_000_000, validate=validate.Range(1_000_000, 4_000_000_000)
)
MAX_CLIP_S = env.int("MAX_CLIP_S", 300, validate=validate.Range(1, 3600))
MAX_CLIP_LONG_SIDE_PX = env.int("MAX_CLIP_LONG_SIDE", 1920, validate=validate.Range(64, 3840))
MAX_CLIP_SHORT_SIDE_PX = env.int("MAX_CLIP_SHORT_SIDE", 1080, validate=validate.Range(64, 2160))
MAX_CLIP_FPS = env.int("MAX_CLIP_FPS", 60, validate=validate.Range(1, 240))
CAMERA_FILES_DIR = (env.path("CAMERA_FILES_DIR", None) or DATA_DIR / "clips").absolute()
CAMERAS_PER_PROCESS = env.int("CAMERAS_PER_PROCESS", 4, validate=validate.Range(1, 64))
MAX_VIEWERS = env.int("MAX_VIEWERS", 1000, validate=validate.Range(0, 20_000))
MAX_RECORDING_BYTES = env.int(
    "MAX_RECORDING_BYTES", 20_000_000_000, validate=validate.Range(1_000_000, 10**15)
)
MAX_UPLOADED_BYTES = env.int(
    "MAX_UPLOADED_BYTES", 20_000_000_000, validate=validate.Range(1_000_000, 10**15)
)
MAX_QUEUED_PICTURES = env.int("MAX_QUEUED_PICTURES", 20_000, validate=validate.Range(1, 10**7))
RATE_LIMIT = env.bool("RATE_LIMIT", True)
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
PRIVATE_WEBHOOKS = env.bool("PRIVATE_WEBHOOKS", False)
EMAIL_HOST = env.str("SMTP_HOST", "")
EMAIL_PORT = env.int("SMTP_PORT", 587, validate=validate.Range(1, 65535))
EMAIL_HOST_USER = env.str("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("SMTP_PASSWORD", "")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "gazokako@localhost")
WORKER_SHUTDOWN_S = env.float("WORKER_SHUTDOWN_S", 10, validate=validate.Range(0, 20))

_secret_key = env.str("SECRET_KEY", "")
_earlier_keys: list[str] = env.list("SECRET_KEY_FALLBACKS", []) or []
# An empty one would be a key that everybody knows.
SECRET_KEY_FALLBACKS = [key.strip() for key in _earlier_keys if key.strip()]
GIVEN_REDIS_URL = env.str(
    "REDIS_URL",
    "",
    validate=validate.Regexp(
        r"$|rediss?://|unix://", error="Must begin with redis://, rediss:// or unix://."
    ),
)
REDIS_TLS_VERIFY = env.bool("REDIS_TLS_VERIFY", True)
REDIS_CA = env.str("REDIS_CA", "")
GS_BUCKET_NAME = env.str("GS_BUCKET_NAME", "")
STORAGE_EMULATOR_HOST = env.str("STORAGE_EMULATOR_HOST", "")
GS_CREDENTIALS = {
    "GOOGLE_APPLICATION_CREDENTIALS_JSON": env.str("GOOGLE_APPLICATION_CREDENTIALS_JSON", ""),
    "GOOGLE_APPLICATION_CREDENTIALS": env.str("GOOGLE_APPLICATION_CREDENTIALS", ""),
}
S3_BUCKET_NAME = env.str("S3_BUCKET_NAME", "")
S3_ENDPOINT_URL = env.str(
    "S3_ENDPOINT_URL",
    "https://s3.amazonaws.com",
    validate=validate.Regexp(
        r"https?://[\w.-]+(:\d+)?$", error="Must be like https://s3.example.org, without a path."
    ),
)
S3_REGION = env.str("S3_REGION", "us-east-1")
S3_ACCESS_KEY_ID = env.str("S3_ACCESS_KEY_ID", "")
S3_SECRET_ACCESS_KEY = env.str("S3_SECRET_ACCESS_KEY", "")
BUCKET_NAME = S3_BUCKET_NAME or GS_BUCKET_NAME
STATIC_ON_GCS = env.bool("STATIC_ON_GCS", False)
GS_STATIC_BUCKET_NAME = env.str("GS_STATIC_BUCKET_NAME", "")
DATABASE = env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")


def _judge() -> None:
    try:
        env.seal()
    except EnvValidationError as error:
        wrong = cast("dict[str, list[str]]", error.error_messages)
        stop("; ".join(f"{name}: {' '.join(messages)}" for name, messages in wrong.items()))


_judge()
if STATIC_ON_GCS and GS_STATIC_BUCKET_NAME in ("", GS_BUCKET_NAME):
    stop("STATIC_ON_GCS needs GS_STATIC_BUCKET_NAME, a public bucket beside that for pictures")
if S3_BUCKET_NAME and GS_BUCKET_NAME:
    stop("S3_BUCKET_NAME and GS_BUCKET_NAME are both set; pictures go into one bucket")
if S3_BUCKET_NAME and not (S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY):
    stop("S3_BUCKET_NAME is set, but S3_ACCESS_KEY_ID or S3_SECRET_ACCESS_KEY is not")
if HTTPS_ONLY and not TRUSTED_PROXIES:
    stop(
        "HTTPS_ONLY needs a proxy that speaks HTTPS; say with TRUSTED_PROXIES how many are in front"
    )


def _make_data_dir() -> None:
    """Web, worker and beat all keep something there, and none of them is sure to be the first."""
    try:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"DATA_DIR is a folder that cannot be made: {error.strerror} ({DATA_DIR})")


def _secret_key_from_file() -> str:
    """The key that `make run` made for this DATA_DIR."""
    try:
        return (DATA_DIR / "secret_key").read_text().strip()
    except FileNotFoundError:
        stop(
            "SECRET_KEY is missing from the environment. Set it to 50 or more random characters, "
            "or start with `make run`, which makes one."
        )


_make_data_dir()
SECRET_KEY = _secret_key or _secret_key_from_file()
