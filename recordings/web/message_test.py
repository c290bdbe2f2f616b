"""Asks a worker to send test messages, and says in sentences what came back."""

import json
import secrets
import time
from dataclasses import dataclass

from celery import current_app
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from cameras import keys
from core.rate_limits import RateLimit, seconds_to_wait
from core.redis_client import redis_client
from core.secret_field import encrypt, is_unreadable
from core.transient import TRANSIENT
from recordings.models import RecordingSettings

_TASK = "recordings.tasks.try_messages"
_LIMIT = RateLimit(burst=5, per_minute=5)
_WAIT_S = 27.0
_BLOCK_S = 0.5
"""Shorter than the time-out of a connection to Redis."""
_TARGETS = ("webhook_url", "webhook_secret", "services", "notify_email")


@dataclass(frozen=True)
class MessageTest:
    """Whether one message arrived, and the sentence about it."""

    is_well: bool
    sentence: str


def message_test(user_id: int, entered: RecordingSettings) -> list[MessageTest]:
    """Try what was entered and need not be saved; five a minute for each user.

    The addresses travel encrypted, as they may hold passwords.
    """
    values = {name: getattr(entered, name) for name in _TARGETS}
    targets = {name: "" if is_unreadable(value) else value for name, value in values.items()}
    if not any(targets[name] for name in ("webhook_url", "services", "notify_email")):
        return [MessageTest(False, _("There is nothing to test: enter where messages are to go."))]
    wait_s = seconds_to_wait("trial_message", str(user_id), _LIMIT)
    if wait_s:
        words = _("Too many tests in a row. Try again in %(seconds)d s.") % {"seconds": wait_s}
        return [MessageTest(False, words)]
    try:
        outcomes = _outcomes(entered.camera.slug, targets)
    except (*TRANSIENT, RedisError):
        outcomes = None
    if outcomes is None:
        return [MessageTest(False, _("No worker answered in time. Try again in a minute."))]
    return [_told(kind, number, code) for kind, number, code in outcomes]


def _outcomes(camera: str, targets: dict[str, str]) -> list[tuple[str, int, str]] | None:
    request = secrets.token_hex(16)
    current_app.send_task(_TASK, (request, camera, encrypt(json.dumps(targets))))
    deadline = time.monotonic() + _WAIT_S
    while time.monotonic() < deadline:
        popped = redis_client().blpop([keys.trial(request)], timeout=_BLOCK_S)
        if popped is not None:
            return [(kind, number, code) for kind, number, code in json.loads(popped[1])]
    return None


def _told(kind: str, number: int, code: str) -> MessageTest:
    names = {
        "webhook": _("Webhook"),
        "service": _("Message service %(number)d") % {"number": number},
        "email": _("E-mail"),
    }
    words = {
        "sent": _("the test message was accepted."),
        "closed": _(
            "this site does not call that address: part of it is missing, or it leads into "
            "a private network."
        ),
        "no_mail_server": _("this site has no mail server."),
        "away": _("it cannot be reached, or did not take the message."),
        "late": _("there was no time left to try it."),
    }
    told = words.get(code) or _("it answered with status %(status)s.") % {"status": code}
    return MessageTest(
        code == "sent", _("%(target)s: %(words)s") % {"target": names[kind], "words": told}
    )
