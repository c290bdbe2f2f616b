"""Sends a message to whoever would be notified of motion, to see whether it arrives."""

import json
import re
import time
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cameras import keys
from core.redis_client import redis_client
from recordings import message_services, webhook
from recordings.message_services import services_of
from recordings.webhook import PermanentError, TemporaryError

WITHIN_S = 20.0
_TTL_S = 60

Outcome = tuple[str, int, str]
"""`webhook`, `service` or `email`; its number, from 1; a code, or the status of an answer."""


class _NoMailServer(PermanentError):
    """This site sends no e-mail."""


_CODES: dict[type[Exception], str] = {
    _NoMailServer: "no_mail_server",
    PermanentError: "closed",
    TemporaryError: "away",
}


def try_messages(camera: str, targets: dict[str, str]) -> list[Outcome]:
    """Send one to each target; after 20 s no further one is begun.

    `targets` holds `webhook_url`, `webhook_secret`, `services` and `notify_email`, each may be
    empty. Outcomes name no address.
    """
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Test: %(camera)s") % {"camera": " ".join(camera.split())}
        text = _("This is a test. Messages about motion come here.")
    deadline = time.monotonic() + WITHIN_S
    return [
        (kind, number, _code_of(send) if time.monotonic() < deadline else "late")
        for kind, number, send in _sendings(camera, targets, title, text)
    ]


def answer(request: str, outcomes: list[Outcome]) -> None:
    """Tell who waits for it. Raises RedisError."""
    redis = redis_client()
    redis.rpush(keys.trial(request), json.dumps(outcomes))
    redis.expire(keys.trial(request), _TTL_S)


def _sendings(
    camera: str, targets: dict[str, str], title: str, text: str
) -> list[tuple[str, int, Callable[[], object]]]:
    sendings: list[tuple[str, int, Callable[[], object]]] = []
    if targets["webhook_url"]:
        told = {"test": True, "camera": camera, "sent_at": timezone.now().isoformat()}
        body = json.dumps(told).encode()
        post = partial(webhook.post, targets["webhook_url"], body, targets["webhook_secret"])
        sendings.append(("webhook", 1, post))
    for number, service in enumerate(services_of(targets["services"]), 1):
        sendings.append(("service", number, partial(message_services.send, service, title, text)))
    if targets["notify_email"]:
        sendings.append(("email", 1, partial(_mail, title, text, targets["notify_email"])))
    return sendings


def _mail(title: str, text: str, address: str) -> None:
    """Raises _NoMailServer, OSError."""
    if not settings.EMAIL_HOST:
        raise _NoMailServer
    send_mail(title, text, None, [address])


def _code_of(send: Callable[[], object]) -> str:
    try:
        send()
    except (PermanentError, TemporaryError) as error:
        status = re.fullmatch(r"answered (\d+)", str(error))
        return status[1] if status else _CODES[type(error)]
    except OSError:
        return "away"
    return "sent"
