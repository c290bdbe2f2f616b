"""Notifies of motion by webhook, e-mail and services, at most once a minute for each camera."""

import json
import logging
from typing import Any, cast
from urllib.parse import urljoin

from celery import current_app
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cameras import keys
from core.redis_client import redis_client
from core.secret_field import is_unreadable
from recordings import message_services, webhook
from recordings.message_services import services_of
from recordings.recording import Recording
from recordings.recording_settings import recording_settings_of

logger = logging.getLogger(__name__)

QUIET_FOR_S = 60
_COUNTED_FOR_S = 86_400


def notify(recording: Recording) -> None:
    """Queue the notifications of a new recording of motion: one a minute for each camera.

    Recordings in between and in quiet hours are counted, and the next notification gives their
    number. Raises RedisError and kombu's OperationalError.
    """
    recording_settings = recording_settings_of(recording.camera_id)
    if recording.reason != Recording.Reason.MOTION or not recording_settings.notifies_anybody:
        return
    if recording_settings.is_quiet_at(recording.taken_at):
        _count_suppressed(recording.camera_id)
        return
    if not _may_notify(recording):
        return
    redis = redis_client()
    suppressed_count = int(
        cast("bytes | None", redis.getdel(keys.suppressed(recording.camera_id))) or 0
    )
    for task in ("send_webhook", "send_email"):
        current_app.send_task(f"recordings.tasks.{task}", (recording.pk, suppressed_count))
    for number in range(len(services_of(recording_settings.services))):
        current_app.send_task(
            "recordings.tasks.send_to_service", (recording.pk, suppressed_count, number)
        )


def send_webhook(recording: Recording, suppressed_count: int) -> None:
    """Raises TemporaryError, PermanentError."""
    recording_settings = recording_settings_of(recording.camera_id)
    if is_unreadable(recording_settings.webhook_secret):
        raise webhook.PermanentError("its secret cannot be read with the current SECRET_KEY")
    if recording_settings.webhook_url:
        body = json.dumps(_message(recording, suppressed_count)).encode()
        webhook.post(recording_settings.webhook_url, body, recording_settings.webhook_secret)


def send_to_service(recording: Recording, suppressed_count: int, number: int) -> None:
    """Send to one of the camera's services, with the picture. Raises as `message_services.send`."""
    services = services_of(recording_settings_of(recording.camera_id).services)
    if number >= len(services):
        return
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = _subject(recording), _text(recording, suppressed_count)
    message_services.send(services[number], subject, text, _picture(recording))


def send_email(recording: Recording, suppressed_count: int) -> None:
    """Raises OSError (SMTPException is one) where the mail server does not take it."""
    recording_settings = recording_settings_of(recording.camera_id)
    if not recording_settings.notify_email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(
            _subject(recording),
            _text(recording, suppressed_count),
            None,
            [recording_settings.notify_email],
        )


def address_of(recording: Recording) -> str:
    """The whole address of a recording's page."""
    return urljoin(settings.SITE_URL, recording.get_absolute_url())


def _may_notify(recording: Recording) -> bool:
    """Whether none was notified of in the last minute but this one, whose task may run twice."""
    redis = redis_client()
    key = keys.notified(recording.camera_id)
    if redis.set(key, recording.pk, nx=True, ex=QUIET_FOR_S):
        return True
    if redis.get(key) == str(recording.pk).encode():
        return True
    _count_suppressed(recording.camera_id)
    return False


def _count_suppressed(camera_id: int) -> None:
    redis = redis_client()
    redis.incr(keys.suppressed(camera_id))
    redis.expire(keys.suppressed(camera_id), _COUNTED_FOR_S)


def _message(recording: Recording, suppressed_count: int) -> dict[str, Any]:
    return {
        "id": recording.pk,
        "camera": recording.camera.slug,
        "reason": recording.reason,
        "taken_at": recording.taken_at.isoformat(),
        "ended_at": recording.ended_at and recording.ended_at.isoformat(),
        "comment": recording.comment,
        "boxes": recording.boxes,
        "url": address_of(recording),
        "suppressed_count": suppressed_count,
        "sent_at": timezone.now().isoformat(),
    }


def _picture(recording: Recording) -> bytes:
    """Its JPEG; nothing where storage does not give it: better a message without than none."""
    try:
        with default_storage.open(recording.image) as stored:
            return bytes(stored.read())
    except OSError as error:
        logger.warning("recording %s is told of without its picture: %s", recording.pk, error)
        return b""


def _subject(recording: Recording) -> str:
    name = " ".join(str(recording.camera).split())
    return _("Motion: %(camera)s") % {"camera": name}


def _text(recording: Recording, suppressed_count: int) -> str:
    moment = timezone.localtime(recording.taken_at)
    when = f"{date_format(moment, 'DATETIME_FORMAT')} {moment.tzname()}"
    lines = [_("Motion was detected on %(when)s.") % {"when": when}]
    if suppressed_count:
        lines.append(
            ngettext(
                "Since the last message there was %(count)d more.",
                "Since the last message there were %(count)d more.",
                suppressed_count,
            )
            % {"count": suppressed_count}
        )
    return "\n".join([*lines, "", address_of(recording), ""])
