"""Messages by services of Apprise, to a real HTTP server in their place."""

import inspect
from pathlib import Path

import pytest
from apprise.plugins import N_MGR
from celery.exceptions import Retry
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from recordings import message_services
from recordings.message_services import judge_services
from recordings.notification import notify
from recordings.tasks import send_to_service
from recordings.webhook import PermanentError


@pytest.fixture
def ntfy(hook):
    """The address of a ntfy server of one's own, which is the webhook's receiver."""
    return f"ntfy://127.0.0.1:{hook.server.server_address[1]}/door"


def test_ntfy_is_sent_the_words_and_the_picture(ntfy, hook, recording, recording_settings):
    recording_settings(services=ntfy)
    with default_storage.open(recording.image) as stored:
        picture = stored.read()

    send_to_service(recording.pk, 2, 0)

    bodies = [body for _path, _headers, body in hook.requests]
    told = b"".join(bodies) + repr([(path, head) for path, head, _ in hook.requests]).encode()
    assert any(picture in body for body in bodies)
    assert f"/cameras/door/recordings/{recording.pk}/".encode() in told.replace(b"%2F", b"/")


def test_each_service_has_a_message_of_its_own(camera, recording, recording_settings, sent):
    recording_settings(services="ntfy://one/a\n\n  tgram://2:b/c  ")

    notify(recording)

    to_services = [args for name, args in sent if name.endswith("send_to_service")]
    assert to_services == [(recording.pk, 0, 0), (recording.pk, 0, 1)]


def test_a_service_that_is_down_is_tried_again(ntfy, hook, recording, recording_settings):
    recording_settings(services=ntfy)
    hook.answers = [500] * 9

    with pytest.raises(Retry):
        send_to_service.apply((recording.pk, 0, 0), throw=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1"])
def test_private_networks_are_closed_unless_a_setting_opens_them(host):
    with pytest.raises(PermanentError, match="PRIVATE_WEBHOOKS"):
        message_services.send(f"ntfy://{host}:1/door", "title", "text")


def test_a_metadata_service_is_never_called(settings):
    settings.PRIVATE_WEBHOOKS = True

    with pytest.raises(PermanentError, match="never called"):
        message_services.send("ntfy://169.254.169.254/door", "title", "text")


def test_an_address_that_is_not_complete_is_told_of_in_the_log_without_its_secret(
    recording, recording_settings, caplog
):
    recording_settings(services="tgram://streng-geheim")

    send_to_service(recording.pk, 0, 0)

    assert "service 1 of camera" in caplog.text
    assert "streng-geheim" not in caplog.text


@pytest.mark.parametrize(
    "text", ["mailto://a:b@c.d", "dbus://", "file:///etc/passwd", "ntfy", "ntfy:x", "http://[::1"]
)
def test_what_is_no_service_known_here_is_refused(text):
    with pytest.raises(ValidationError, match="Line 2"):
        judge_services(f"ntfy://ntfy.sh/topic\n{text}")


def test_more_services_than_ten_are_refused():
    judge_services("ntfy://a/b\n" * 10)
    with pytest.raises(ValidationError, match="10"):
        judge_services("ntfy://a/b\n" * 11)


def test_every_service_on_the_list_speaks_through_requests_alone():
    for scheme in message_services.SCHEMES:
        source = Path(inspect.getfile(N_MGR[scheme])).read_text()
        assert "import requests" in source, scheme
        assert not any(name in source for name in ("import socket", "smtplib")), scheme
