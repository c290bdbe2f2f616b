"""Every setting of the site. This is the only place that reads the environment."""

from pathlib import Path
from typing import NoReturn, cast
from urllib.parse import quote, urlsplit
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from environs import Env, EnvValidationError, validate

from gazokako.redis_options import UnusableRedisError, tls_options
from processing.limits import Limits

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The environment (README.md lists it) ---

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
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0, 10))
HTTPS_ONLY = env.bool("HTTPS_ONLY", (TRUSTED_PROXIES or 0) > 0)
# uvicorn reads this one itself; here it is judged, before that meets it.
env.int("WEB_CONCURRENCY", 1, validate=validate.Range(1, 64))
UPLOAD_EXPIRES_IN_S = env.int("UPLOAD_EXPIRES_IN", 86_400, validate=validate.Range(60, 2_592_000))
WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", None, validate=validate.Range(1, 256))
CAMERA_FILES_DIR = (env.path("CAMERA_FILES_DIR", None) or DATA_DIR / "clips").absolute()
CAMERAS_PER_PROCESS = env.int("CAMERAS_PER_PROCESS", 4, validate=validate.Range(1, 64))
MAX_VIEWERS = env.int("MAX_VIEWERS", 1000, validate=validate.Range(0, 20_000))
MAX_RECORD_BYTES = env.int(
    "MAX_RECORD_BYTES", 20_000_000_000, validate=validate.Range(1_000_000, 10**15)
)
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
_redis_url = env.str(
    "REDIS_URL",
    "",
    validate=validate.Regexp(
        r"$|rediss?://|unix://", error="Must begin with redis://, rediss:// or unix://."
    ),
)
_redis_tls_verify = env.bool("REDIS_TLS_VERIFY", True)
_redis_ca = env.str("REDIS_CA", "")
GS_BUCKET_NAME = env.str("GS_BUCKET_NAME", "")
STORAGE_EMULATOR_HOST = env.str("STORAGE_EMULATOR_HOST", "")
_gs_credentials = {
    "GOOGLE_APPLICATION_CREDENTIALS_JSON": env.str("GOOGLE_APPLICATION_CREDENTIALS_JSON", ""),
    "GOOGLE_APPLICATION_CREDENTIALS": env.str("GOOGLE_APPLICATION_CREDENTIALS", ""),
}
STATIC_ON_GCS = env.bool("STATIC_ON_GCS", False)
GS_STATIC_BUCKET_NAME = env.str("GS_STATIC_BUCKET_NAME", "")
_database = env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")


def _stop(reason: object) -> NoReturn:
    raise SystemExit(f"gazokako cannot start: {reason}") from None


try:
    env.seal()
except EnvValidationError as error:
    wrong = cast("dict[str, list[str]]", error.error_messages)
    _stop("; ".join(f"{name}: {' '.join(messages)}" for name, messages in wrong.items()))
if STATIC_ON_GCS and GS_STATIC_BUCKET_NAME in ("", GS_BUCKET_NAME):
    _stop("STATIC_ON_GCS needs GS_STATIC_BUCKET_NAME, a public bucket beside that for pictures")
if HTTPS_ONLY and not TRUSTED_PROXIES:
    _stop(
        "HTTPS_ONLY needs a proxy that speaks HTTPS; say with TRUSTED_PROXIES how many are in front"
    )

# Web, worker and beat all keep something here, and none of them is sure to be the first.
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    _stop(f"DATA_DIR is a folder that cannot be made: {error.strerror} ({DATA_DIR})")


def _secret_key_from_file() -> str:
    """The key that `make run` made for this DATA_DIR."""
    try:
        return (DATA_DIR / "secret_key").read_text().strip()
    except FileNotFoundError:
        _stop(
            "SECRET_KEY is missing from the environment. Set it to 50 or more random characters, "
            "or start with `make run`, which makes one."
        )


SECRET_KEY = _secret_key or _secret_key_from_file()

# --- Django ---

ROOT_URLCONF = "gazokako.urls"
ASGI_APPLICATION = "gazokako.asgi.application"
INSTALLED_APPS = [
    "gazokako",
    "cameras",
    "uploads",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "csp",
    "django_structlog",
]
DJANGO_STRUCTLOG_CELERY_ENABLED = True
MIDDLEWARE = [
    "gazokako.request_log.request_log",
    "django.middleware.security.SecurityMiddleware",
    "gazokako.headers.private_by_default",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif _database["ENGINE"] == "django.db.backends.postgresql":
    # Each process opens what it needs and no more: small hosted databases allow 20 connections.
    _pool = {"min_size": 0, "max_size": 8, "timeout": 10}
    _database["OPTIONS"] = {"connect_timeout": 10, **_database.get("OPTIONS", {}), "pool": _pool}
else:
    _stop("DATABASE_URL must begin with postgres:// or sqlite:///")
DATABASES = {"default": _database}

# --- Files ---

SIGNED_URL_LIFETIME_S = 600


def _bucket(name: str, backend: str) -> dict[str, object]:
    """A bucket of Google Cloud Storage; without usable credentials the start ends here."""
    from gazokako.credentials import UnusableCredentialsError, bucket_credentials  # noqa: PLC0415

    try:
        credentials = bucket_credentials(_gs_credentials, emulated=bool(STORAGE_EMULATOR_HOST))
    except UnusableCredentialsError as error:
        _stop(error)
    options = {
        "bucket_name": name,
        "project_id": getattr(credentials, "project_id", "emulated"),
        "credentials": credentials,
        "querystring_auth": not STORAGE_EMULATOR_HOST,
        "expiration": SIGNED_URL_LIFETIME_S,
        "max_memory_size": 1 << 20,  # of a file being read; the rest of it waits on the disk
    }
    return {"BACKEND": f"gazokako.storage.{backend}", "OPTIONS": options}


STORAGES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
_google = STORAGE_EMULATOR_HOST or "https://storage.googleapis.com"
_picture_origins: list[str] = []
_static_origins: list[str] = []
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
if GS_BUCKET_NAME:
    STORAGES["default"] = _bucket(GS_BUCKET_NAME, "PrivateBucket")
    _picture_origins = [f"{_google}/{GS_BUCKET_NAME}/"]
if STATIC_ON_GCS:
    STORAGES["published"] = _bucket(GS_STATIC_BUCKET_NAME, "PublicBucket")
    STATIC_URL = f"{_google}/{GS_STATIC_BUCKET_NAME}/static/"
    _static_origins = [STATIC_URL]
    MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")

# Uploaded files go straight to a disk: beside the media, so that keeping one is a rename.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600

# --- What visitors may send ---

PICTURE_LIMITS = Limits()
MAX_FILES_PER_UPLOAD = 20
MAX_REQUEST_BYTES = 60_000_000
MIN_UPLOAD_EXPIRES_IN_S = 60
MAX_UPLOAD_EXPIRES_IN_S = 2_592_000

# --- Redis and Celery ---

REDIS_URL = _redis_url or f"unix://{quote(str(DATA_DIR / 'valkey.sock'))}"
REDIS_TIMEOUT_S = 1.0
try:
    _redis_tls = tls_options(REDIS_URL, verify=_redis_tls_verify, authority=_redis_ca)
except UnusableRedisError as error:
    _stop(error)
REDIS_OPTIONS = {"socket_connect_timeout": REDIS_TIMEOUT_S, **_redis_tls}
"""For every client, blocking or asyncio, beside its own `socket_timeout`."""

MAX_ATTEMPTS_PER_PICTURE = 3
PICTURE_TIME_LIMIT_S = 60
WORKER_ADDRESS_SPACE_BYTES = 1_500_000_000

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_USE_SSL = _redis_tls or None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task, or a task would run twice.
    "visibility_timeout": PICTURE_TIME_LIMIT_S + 30,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": REDIS_TIMEOUT_S,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = PICTURE_TIME_LIMIT_S
CELERY_TASK_DEFAULT_QUEUE = "pictures"
CELERY_TASK_ROUTES = {
    "uploads.tasks.purge_expired": {"queue": "housekeeping"},
    "uploads.tasks.sweep_forgotten": {"queue": "housekeeping"},
    # Decoded by the same workers as pictures, but counted apart: the sweeper knows pictures by
    # the length of their queue.
    "cameras.tasks.keep_record": {"queue": "records"},
    "cameras.tasks.make_time_lapse": {"queue": "records"},
    "cameras.tasks.send_webhook": {"queue": "records"},
    "cameras.tasks.send_email": {"queue": "records"},
    "cameras.tasks.keep_house": {"queue": "housekeeping"},
    # Its own worker: a camera's capture never ends, and pictures must not wait for it.
    "cameras.tasks.*": {"queue": "cameras"},
}
CELERY_WORKER_CONCURRENCY = WORKER_CONCURRENCY
CELERY_WORKER_PREFETCH_MULTIPLIER = 2  # one in hand, one ready: no child waits for the queue
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = WORKER_SHUTDOWN_S
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "uploads.tasks.sweep_forgotten", "schedule": 20, "options": {"expires": 20}},
    "cameras": {
        "task": "cameras.tasks.supervise_cameras",
        "schedule": 3,
    },
    "records": {"task": "cameras.tasks.keep_house", "schedule": 20, "options": {"expires": 20}},
    "purge": {"task": "uploads.tasks.purge_expired", "schedule": 60, "options": {"expires": 60}},
}

# --- Cameras ---

MAX_CAMERA_FPS = 30
# How far a pushed frame's own time may be from ours. Behind: an observer keeps what it could not
# send, and sends it when the site is back.
PUSHED_AHEAD_S = 60
PUSHED_BEHIND_S = 7 * 86_400
CAMERA_FILES_DIR.mkdir(parents=True, exist_ok=True)

# --- Mail: none is sent unless a server for it is named ---

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 10

# --- Words and clocks ---

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

# --- Safety ---

SESSION_COOKIE_AGE = MAX_UPLOAD_EXPIRES_IN_S
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by hosts from within, over plain HTTP
# A month, renewed by every answer; this host only, since its neighbours are not ours to decide on.
SECURE_HSTS_SECONDS = 2_592_000 if HTTPS_ONLY else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# The proxies overwrite this header; without any, a visitor could have written it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "no-referrer"
CSRF_FAILURE_VIEW = "gazokako.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
# What lies in a bucket is shown from where Google serves it, and of that from our buckets only.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF, *_static_origins],
        "img-src": [SELF, "data:", "blob:", *_picture_origins, *_static_origins],
        "media-src": [SELF, *_picture_origins],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, str | list[str]] = {
    "camera": "self",
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# --- Logs: no access log anywhere, an address on this site can be a secret ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "gazokako.logs.RedactingFormatter",
            "style": LOG_FORMAT,
        }
    },
    "filters": {"without_503": {"()": "gazokako.logs.WithoutUnavailable"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        # A page polls an offline camera each second, and is told so each time.
        "django.request": {"level": "ERROR", "filters": ["without_503"]},
        # Odd requests are a stranger's mistake, not ours: no traceback for each.
        "django.security": {"level": "CRITICAL"},
        "celery.app.trace": {"level": "WARNING"},
        # uvicorn brings handlers of its own, which know nothing of secrets.
        "uvicorn": {"handlers": [], "propagate": True},
        "uvicorn.access": {"handlers": [], "propagate": True},
        # Celery tells of each task itself; the library only carries ids to it.
        "django_structlog": {"level": "CRITICAL"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
