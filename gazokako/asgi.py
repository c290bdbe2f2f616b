"""The ASGI application that uvicorn serves."""

import multiprocessing
import os
import warnings

import django
from celery import platforms

from core.body_length import KnownLength
from core.body_limit import BodyLimit
from core.web_process import limit_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gazokako.settings")
django.setup(set_prefix=False)
limit_waits()

from cameras.live.streaming import LiveStreams  # noqa: E402  (its settings are ready only now)

if multiprocessing.parent_process() is not None:  # one of WEB_CONCURRENCY: ends with the others
    platforms.set_pdeathsig("SIGKILL")  # type: ignore[attr-defined]  # the stubs lack it

# WhiteNoise's answers are synchronous iterators; they are small files, and Django reads them whole.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

application = BodyLimit(LiveStreams(KnownLength()))
