"""People are notified of movement: by a real HTTP server, and by e-mail."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from celery.exceptions import Retry
from django.core import mail
from django.db import connection

from cameras import keys
from core.redis_client import redis_client
from recordings.models import RecordingSettings
from recordings.notification import notify
from recordings.tasks import save_recording, send_email, send_webhook
from tests.processes import free_port


def test_a_webhook_is_sent_a_signed_text_with_a_link(hook, recording, recording_settings, settings):
    settings.SITE_URL = "https://pictures.example/"
    secret = recording_settings(webhook_url=hook.url).webhook_secret

    send_webhook(recording.pk, 2)

    ((path, headers, body),) = hook.requests
    payload = json.loads(body)
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert path == "/hook?key=1"
    assert headers["X-Gazokako-Signature"] == f"sha256={expected}"
    assert headers["Content-Type"] == "application/json"
    assert payload["url"] == f"https://pictures.example/cameras/door/recordings/{recording.pk}/"
    assert (payload["camera"], payload["reason"], payload["suppressed_count"]) == (
        "door",
        "motion",
        2,
    )
    assert (payload["taken_at"], payload["boxes"]) == ("2026-11-20T12:00:00+00:00", [])


def test_keeping_a_picture_of_movement_tells_both(enqueue, recording_settings, sent):
    recording_settings(webhook_url="https://example.org/", notify_email="a@example.org")

    key = enqueue()
    sent.clear()
    save_recording(key)

    assert [name for name, _args in sent] == [
        "recordings.tasks.send_webhook",
        "recordings.tasks.send_email",
    ]


def test_nobody_is_notified_of_other_reasons_or_without_an_address(
    enqueue, recording_settings, sent
):
    save_recording(enqueue())
    recording_settings(notify_email="a@example.org")
    save_recording(enqueue(reason="observer"))

    assert sent == []


def test_once_a_minute_and_the_rest_is_counted_for_the_next_word(
    camera, recording_of, recording_settings, sent
):
    recording_settings(notify_email="a@example.org")
    first, second, third, fourth = (recording_of(camera, at_s) for at_s in range(4))

    for recording in (first, second, third):
        notify(recording)
    assert 50 < redis_client().ttl(keys.notified(camera.pk)) <= 60
    redis_client().delete(keys.notified(camera.pk))  # the minute has passed
    notify(fourth)

    assert [args for name, args in sent if name.endswith("webhook")] == [
        (first.pk, 0),
        (fourth.pk, 2),
    ]


def test_a_task_that_comes_twice_still_notifies_of_its_recording(
    recording, recording_settings, sent
):
    recording_settings(notify_email="a@example.org")

    notify(recording)
    notify(recording)

    assert sent.count(("recordings.tasks.send_email", (recording.pk, 0))) == 2


def test_nothing_is_sent_with_a_secret_that_cannot_be_read(
    hook, recording, recording_settings, caplog
):
    recording_settings(webhook_url=hook.url)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE recordings_recordingsettings SET webhook_secret = 'another key'")

    send_webhook.apply((recording.pk, 0))

    assert hook.requests == []
    assert "its secret cannot be read" in caplog.text


@pytest.mark.parametrize("answer", [500, 503, 429])
def test_what_did_not_arrive_is_tried_again(hook, recording, recording_settings, answer):
    recording_settings(webhook_url=hook.url)
    hook.answers = [answer, answer, 200]

    send_webhook.apply((recording.pk, 0))

    assert len(hook.requests) == 3


def test_it_is_not_tried_for_ever_and_ever_later(hook, recording, recording_settings):
    recording_settings(webhook_url=hook.url)
    hook.answers = [500] * 20

    send_webhook.apply((recording.pk, 0))

    assert len(hook.requests) == 1 + (send_webhook.max_retries or 0)
    hook.answers = [500]
    with pytest.raises(Retry) as retry:
        send_webhook.apply((recording.pk, 0), retries=3, throw=True)
    assert retry.value.when == 16


@pytest.mark.parametrize("answer", [301, 307, 400, 404, 410])
def test_what_is_refused_is_not_tried_again_and_no_redirect_followed(
    hook, recording, recording_settings, answer, caplog
):
    recording_settings(webhook_url=hook.url)
    hook.answers = [answer]

    send_webhook.apply((recording.pk, 0))

    assert [path for path, _headers, _body in hook.requests] == ["/hook?key=1"]
    assert f"answered {answer}" in caplog.text
    assert "key=1" not in caplog.text


def test_an_email_says_when_and_links_to_the_recording(recording, recording_settings, settings):
    settings.SITE_URL, settings.TIME_ZONE = "https://pictures.example/", "Asia/Tokyo"
    recording_settings(notify_email="a@example.org")

    send_email(recording.pk, 3)

    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Motion: Door", ["a@example.org"])
    assert "9 p.m. JST" in message.body
    assert "there were 3 more" in message.body
    assert f"https://pictures.example/cameras/door/recordings/{recording.pk}/" in message.body


def test_a_camera_name_of_two_lines_makes_no_second_header(recording, recording_settings):
    recording.camera.name = "Door\nBcc: b@example.org"
    recording.camera.save()
    recording_settings(notify_email="a@example.org")

    send_email(recording.pk, 0)

    assert mail.outbox[0].subject == "Motion: Door Bcc: b@example.org"
    assert mail.outbox[0].recipients() == ["a@example.org"]


def test_a_mail_server_that_is_away_is_tried_again(recording, recording_settings, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    recording_settings(notify_email="a@example.org")

    with pytest.raises(Retry):
        send_email.apply((recording.pk, 0), throw=True)


def test_a_recording_that_is_gone_is_not_notified_of(db):
    send_webhook(1, 0)
    send_email(1, 0)

    assert mail.outbox == []


@pytest.mark.parametrize(
    ("hours", "at_hour", "is_quiet"),
    [
        ((22, 6), 21, False),
        ((22, 6), 22, True),
        ((22, 6), 0, True),
        ((22, 6), 5, True),
        ((22, 6), 6, False),
        ((9, 17), 8, False),
        ((9, 17), 9, True),
        ((9, 17), 17, False),
    ],
)
def test_quiet_hours_are_the_sites_and_may_go_over_midnight(hours, at_hour, is_quiet, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    quiet = RecordingSettings(quiet_from=time(hours[0]), quiet_to=time(hours[1]))
    moment = datetime(2026, 11, 20, at_hour, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert quiet.is_quiet_at(moment.astimezone(UTC)) is is_quiet


def test_the_first_message_after_quiet_hours_gives_their_number(
    camera, recording_of, recording_settings, sent, settings
):
    settings.TIME_ZONE = "UTC"
    recording_settings(notify_email="a@example.org", quiet_from=time(23), quiet_to=time(12, 0, 2))
    first, second, third = (recording_of(camera, at_s) for at_s in range(3))

    notify(first)
    notify(second)
    assert sent == []
    notify(third)

    assert [args for _name, args in sent] == [(third.pk, 2)] * 2
