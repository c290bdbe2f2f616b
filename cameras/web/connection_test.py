"""Asks a camera process to try a source, and says in a sentence what came of it."""

import json
import secrets
import time
from dataclasses import dataclass

from celery import current_app
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cameras import keys
from cameras.source_address import read
from cameras.web.offline_reasons import words_for
from core.redis_client import redis_client
from core.secret_field import encrypt

_TASK = "cameras.tasks.try_source"
_WAIT_S = 14.0
_BLOCK_S = 0.5
"""Shorter than the time-out of a connection to Redis."""


@dataclass(frozen=True)
class ConnectionTest:
    """Whether a picture came, and the sentence about it."""

    is_well: bool
    sentence: str


def connection_test(source: str, certificate: str = "") -> ConnectionTest:
    """Try a source where cameras are captured. Raises RedisError, kombu's OperationalError.

    The address travels encrypted, as it may hold a password.
    """
    try:
        kind = read(source).kind
    except ValidationError:
        return ConnectionTest(False, words_for("bad_source"))
    if kind == "push":
        words = _("There is nothing to test: a phone or a program sends the pictures once saved.")
        return ConnectionTest(True, words)
    request = secrets.token_hex(16)
    current_app.send_task(_TASK, (request, encrypt(source), certificate))
    answer = _answer(request)
    if answer is None:
        words = _(
            "No camera process answered in time. They may all be busy; try again in a minute."
        )
        return ConnectionTest(False, words)
    if answer["code"]:
        return ConnectionTest(False, words_for(answer["code"]))
    words = _("It works: a picture of %(width)s × %(height)s pixels came.") % answer
    return ConnectionTest(True, words)


def _answer(request: str) -> dict[str, str] | None:
    deadline = time.monotonic() + _WAIT_S
    while time.monotonic() < deadline:
        popped = redis_client().blpop([keys.trial(request)], timeout=_BLOCK_S)
        if popped is not None:
            answer: dict[str, str] = json.loads(popped[1])
            return answer
    return None
