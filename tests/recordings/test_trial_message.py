"""Test messages of a camera's recording settings: sent by a worker, told in a sentence each."""

import json

import pytest

from core.rate_limits import RateLimit
from recordings.models import RecordingSettings
from recordings.tasks import try_messages
from recordings.web import message_test
from tests.processes import free_port
from tests.recordings.test_settings import settings_form

ADDRESS = "/cameras/door/recordings/settings/"


@pytest.fixture
def worker(monkeypatch):
    """A worker that does at once what it is sent; what it was sent."""
    sent = []

    def send_task(_name, args):
        sent.append(args)
        try_messages(*args)

    monkeypatch.setattr(message_test.current_app, "send_task", send_task)
    return sent


def tried(staff, **entered):
    answer = staff.post(ADDRESS, settings_form(test="1", **entered))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_test_is_sent_everywhere_and_nothing_is_saved(staff, camera, worker, hook, settings):
    settings.PRIVATE_WEBHOOKS = True
    service = f"ntfy://127.0.0.1:{hook.server.server_address[1]}/my-secret-topic"

    page = tried(staff, webhook_url=hook.url, services=service)

    assert page.count("the test message was accepted.") == 2
    assert json.loads(hook.requests[0][2])["test"] is True
    assert len(hook.requests) == 2
    assert not RecordingSettings.objects.exists()


def test_addresses_travel_encrypted(staff, camera, worker, hook, settings):
    settings.PRIVATE_WEBHOOKS = True

    tried(staff, webhook_url=hook.url)

    assert hook.url not in repr(worker)


@pytest.mark.parametrize("status", [404, 500])
@pytest.mark.usefixtures("camera", "worker")
def test_the_status_of_an_answer_is_told(staff, hook, settings, status):
    settings.PRIVATE_WEBHOOKS = True
    hook.answers = [status]

    assert f"Webhook: it answered with status {status}." in tried(staff, webhook_url=hook.url)


def test_a_private_network_is_not_called(staff, camera, worker, hook, settings):
    settings.PRIVATE_WEBHOOKS = False

    page = tried(staff, webhook_url=hook.url)

    assert "Webhook: this site does not call that address" in page
    assert hook.requests == []


def test_a_closed_port_is_told(staff, camera, worker, settings):
    settings.PRIVATE_WEBHOOKS = True

    page = tried(staff, services=f"ntfy://127.0.0.1:{free_port()}/door")

    assert "Message service 1: it cannot be reached" in page


def test_a_mail_is_sent_or_it_is_said_that_there_is_no_mail_server(
    staff, camera, worker, settings, mailoutbox
):
    settings.EMAIL_HOST = ""
    assert "E-mail: this site has no mail server." in tried(staff, notify_email="a@example.org")

    settings.EMAIL_HOST = "mail.example.org"
    assert "E-mail: the test message was accepted." in tried(staff, notify_email="a@example.org")
    assert [mail.to for mail in mailoutbox] == [["a@example.org"]]


def test_without_an_address_nothing_is_sent(staff, camera, worker):
    assert "There is nothing to test" in tried(staff)
    assert worker == []


def test_tests_are_limited(staff, camera, worker, monkeypatch):
    monkeypatch.setattr(message_test, "_LIMIT", RateLimit(burst=1, per_minute=1))
    tried(staff, webhook_url="https://127.0.0.1/")

    assert "Too many tests" in tried(staff, webhook_url="https://127.0.0.1/")
    assert len(worker) == 1


def test_a_worker_that_does_not_answer_is_told(staff, camera, monkeypatch):
    monkeypatch.setattr(message_test.current_app, "send_task", lambda *_: None)
    monkeypatch.setattr(message_test, "_WAIT_S", 0.1)

    assert "No worker answered" in tried(staff, webhook_url="https://127.0.0.1/")


def test_only_staff_sends(client, camera, worker):
    answer = client.post(ADDRESS, settings_form(test="1", webhook_url="https://127.0.0.1/"))

    assert answer.status_code in (302, 303, 403, 404)
    assert worker == []
