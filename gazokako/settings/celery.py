"""Celery: the broker, the queue of each task, limits, and the schedule of beat."""

from gazokako.settings import values
from gazokako.settings.limits import PICTURE_TIME_LIMIT_S
from gazokako.settings.redis import REDIS_TIMEOUT_S, REDIS_TLS, REDIS_URL

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_USE_SSL = REDIS_TLS or None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker however long it takes
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
    "recordings.tasks.save_recording": {"queue": "recordings"},
    "recordings.tasks.make_time_lapse": {"queue": "recordings"},
    "recordings.tasks.send_webhook": {"queue": "recordings"},
    "recordings.tasks.send_email": {"queue": "recordings"},
    "recordings.tasks.clean_up": {"queue": "housekeeping"},
    # Its own worker: a camera's capture never ends, and pictures must not wait for it.
    "cameras.tasks.*": {"queue": "cameras"},
}
CELERY_WORKER_CONCURRENCY = values.WORKER_CONCURRENCY
CELERY_WORKER_PREFETCH_MULTIPLIER = 2  # one in hand, one ready: no child waits for the queue
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = values.WORKER_SHUTDOWN_S
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BEAT_SCHEDULE_FILENAME = str(values.DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "uploads.tasks.sweep_forgotten", "schedule": 20, "options": {"expires": 20}},
    "cameras": {
        "task": "cameras.tasks.supervise_cameras",
        "schedule": 3,
    },
    "recordings": {"task": "recordings.tasks.clean_up", "schedule": 20, "options": {"expires": 20}},
    "purge": {"task": "uploads.tasks.purge_expired", "schedule": 60, "options": {"expires": 60}},
}
