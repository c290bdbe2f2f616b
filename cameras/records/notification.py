"""Tells people of movement: by webhook and e-mail, at most once a minute for each camera."""

import json
from typing import Any, cast
from urllib.parse import urljoin

from celery import current_app
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cameras.records import webhook
from cameras.records.record import Record
from cameras.records.rules import rules_of
from cameras.sealed import is_unreadable
from gazokako.redis_client import redis_client

QUIET_FOR_S = 60
_COUNTED_FOR_S = 86_400


def tell_of(record: Record) -> None:
    """Have people told of a new record of movement, unless they were told a moment ago.

    What they are not told of is counted, and the next word says how many there were. Raises
    RedisError and kombu's OperationalError.
    """
    if record.reason != Record.Reason.MOTION or not rules_of(record.camera_id).tells_anybody:
        return
    if not _may_tell(record):
        return
    redis = redis_client()
    untold = int(cast("bytes | None", redis.getdel(_untold(record.camera_id))) or 0)
    for task in ("send_webhook", "send_email"):
        current_app.send_task(f"cameras.tasks.{task}", (record.pk, untold))


def send_webhook(record: Record, untold: int) -> None:
    """Raises Undelivered, Hopeless."""
    rules = rules_of(record.camera_id)
    if is_unreadable(rules.webhook_secret):
        raise webhook.Hopeless("its secret cannot be read with the current SECRET_KEY")
    if rules.webhook_url:
        body = json.dumps(_message(record, untold)).encode()
        webhook.post(rules.webhook_url, body, rules.webhook_secret)


def send_email(record: Record, untold: int) -> None:
    """Raises OSError (SMTPException is one) where the mail server does not take it."""
    rules = rules_of(record.camera_id)
    if not rules.notify_email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        name = " ".join(str(record.camera).split())
        subject = _("Movement: %(camera)s") % {"camera": name}
        send_mail(subject, _text(record, untold), None, [rules.notify_email])


def address_of(record: Record) -> str:
    """The whole address of a record's page."""
    return urljoin(settings.SITE_URL, record.get_absolute_url())


def _may_tell(record: Record) -> bool:
    """One word a minute; a task that comes twice for the same record has not been heard yet."""
    redis = redis_client()
    key = f"camera:{record.camera_id}:told"
    if redis.set(key, record.pk, nx=True, ex=QUIET_FOR_S):
        return True
    if redis.get(key) == str(record.pk).encode():
        return True
    redis.incr(_untold(record.camera_id))
    redis.expire(_untold(record.camera_id), _COUNTED_FOR_S)
    return False


def _message(record: Record, untold: int) -> dict[str, Any]:
    return {
        "id": record.pk,
        "camera": record.camera.slug,
        "reason": record.reason,
        "taken_at": record.taken_at.isoformat(),
        "ended_at": record.ended_at and record.ended_at.isoformat(),
        "comment": record.comment,
        "boxes": record.boxes,
        "url": address_of(record),
        "untold": untold,
        "sent_at": timezone.now().isoformat(),
    }


def _text(record: Record, untold: int) -> str:
    moment = timezone.localtime(record.taken_at)
    when = f"{date_format(moment, 'DATETIME_FORMAT')} {moment.tzname()}"
    lines = [_("Something moved on %(when)s.") % {"when": when}]
    if untold:
        lines.append(
            ngettext(
                "Since the last message there was %(count)d more.",
                "Since the last message there were %(count)d more.",
                untold,
            )
            % {"count": untold}
        )
    return "\n".join([*lines, "", address_of(record), ""])


def _untold(camera_id: int) -> str:
    return f"camera:{camera_id}:untold"
