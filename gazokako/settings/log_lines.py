"""Logs: no access log anywhere, since an address on this site can be a secret."""

from gazokako.settings import values

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "core.logs.RedactingFormatter",
            "style": values.LOG_FORMAT,
        }
    },
    "filters": {
        "without_503": {"()": "core.logs.WithoutUnavailable"},
        "fold_trouble": {"()": "core.log_folding.FoldTrouble"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["fold_trouble"],
        }
    },
    "root": {"handlers": ["console"], "level": values.LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": values.LOG_LEVEL, "propagate": True},
        # A page polls an offline camera each second, and gets 503 each time.
        "django.request": {"level": "ERROR", "filters": ["without_503"]},
        # Odd requests are a stranger's mistake, not ours: no traceback for each.
        "django.security": {"level": "CRITICAL"},
        "celery.app.trace": {"level": "WARNING"},
        # uvicorn brings handlers of its own, which know nothing of secrets.
        "uvicorn": {"handlers": [], "level": values.LOG_LEVEL, "propagate": True},
        # It would write addresses and paths; without any handler uvicorn does not even call it.
        "uvicorn.access": {"handlers": [], "propagate": False},
        # Celery tells of each task itself; the library only carries ids to it.
        "django_structlog": {"level": "CRITICAL"},
        # It would write the addresses of services, which are secrets.
        "apprise": {"level": "CRITICAL", "propagate": False},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}
