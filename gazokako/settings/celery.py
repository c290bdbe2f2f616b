"""Celery: the broker, the queue of each task, limits, and the schedule of beat."""

from gazokako.settings import values
from gazokako.settings.limits import PICTURE_TIME_LIMIT_S
from gazokako.settings.redis import REDIS_TIMEOUT_S, REDIS_TLS, REDIS_URL

SWEEP_EVERY_S = 5
ORPHANS_EVERY_S = 10
RETENTION_EVERY_S = 20
PURGE_EVERY_S = 60
LONGEST_COUNTDOWN_S = 60
"""How long a worker may hold a message of which the task is to be tried again later."""

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_USE_SSL = REDIS_TLS or None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker however long it takes
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than a worker may hold the message of a task that has no row: until its countdown is
    # over, then behind the one task before it, then while it runs. Tasks with a row ask the row:
    # a message that comes again finds the job leased, even a time-lapse of a quarter of an hour.
    "visibility_timeout": LONGEST_COUNTDOWN_S + 2 * PICTURE_TIME_LIMIT_S,
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
    "uploads.tasks.sweep_pictures": {"queue": "housekeeping"},
    "uploads.tasks.remove_orphans": {"queue": "housekeeping"},
    # A queue of its own, as pictures have: the sweep compares its length with the rows.
    "recordings.tasks.save_recording": {"queue": "recordings"},
    "recordings.tasks.*": {"queue": "housekeeping"},
    # Its own worker: pictures never wait behind clips, which take minutes.
    "uploads.tasks.process_clip": {"queue": "clips"},
    # Its own worker: a camera's capture never ends, and pictures must not wait for it.
    "cameras.tasks.*": {"queue": "cameras"},
}
CELERY_WORKER_CONCURRENCY = values.WORKER_CONCURRENCY
# Nothing is held that nobody works on: with Redis restarted it would be missing from the queue.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_POOL = "gazokako.prefork:TaskPool"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = values.WORKER_SHUTDOWN_S
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
# In memory: when each round was made last stands in Redis. Celery's file is torn by a kill, and a
# beat that is stopped while it opens or closes it ends with a traceback.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
# No message bears an expiry, which workers would judge by their own clocks: see core/rounds.py.
CELERY_BEAT_SCHEDULE = {
    "cameras": {"task": "cameras.tasks.supervise_cameras", "schedule": 3},
    "pictures": {"task": "uploads.tasks.sweep_pictures", "schedule": SWEEP_EVERY_S},
    "recordings": {"task": "recordings.tasks.sweep_recordings", "schedule": SWEEP_EVERY_S},
    "orphans": {"task": "uploads.tasks.remove_orphans", "schedule": ORPHANS_EVERY_S},
    "retention": {"task": "recordings.tasks.clean_up", "schedule": RETENTION_EVERY_S},
    "purge": {"task": "uploads.tasks.purge_expired", "schedule": PURGE_EVERY_S},
}
