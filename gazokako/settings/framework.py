"""How Django is put together."""

from gazokako.settings import values

ROOT_URLCONF = "gazokako.urls"
ASGI_APPLICATION = "gazokako.asgi.application"
INSTALLED_APPS = [
    "django_otp",
    "django_otp.plugins.otp_totp",  # before ours, which takes its pages out of the admin
    "gazokako",
    "recordings",
    "cameras",
    "uploads",
    "gazokako.admin_config.StaffAdminConfig",
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
OTP_TOTP_ISSUER = "gazokako"  # the name of the entry in an authenticator app
DJANGO_STRUCTLOG_CELERY_ENABLED = True
MIDDLEWARE = [
    "core.request_log.request_log",
    "django.middleware.security.SecurityMiddleware",
    "core.response_headers.private_by_default",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gazokako.rate_limiting.RateLimits",  # before CSRF, which would read the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.head_requests.head_as_get",  # last: the others see what was asked
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.moments"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.staff.logged_in_as",
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
if values.STATIC_ON_GCS:
    MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS = [values.BASE_DIR / "locale"]
USE_TZ = True
