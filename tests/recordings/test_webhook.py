"""Where a webhook may lead, and how long its delivery may take."""

import asyncio
import socket
import threading

import pytest

from recordings import webhook
from recordings.webhook import PermanentError, TemporaryError
from tests.processes import free_port
from tests.rehearsal.tls import served


def test_a_receiver_that_drips_is_cut_off_and_tried_again(settings, monkeypatch):
    settings.PRIVATE_WEBHOOKS = True
    monkeypatch.setattr(webhook, "DEADLINE_S", 0.5)

    async def drip(_reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for _number in range(90):
            writer.write(b"X: y\r\n")
            await asyncio.sleep(0.1)

    with served(drip) as port, pytest.raises(TemporaryError, match="TimeoutError"):
        webhook.post(f"http://127.0.0.1:{port}/", b"{}", "secret")


def test_a_name_service_that_hangs_is_not_waited_for(monkeypatch):
    let_go = threading.Event()
    monkeypatch.setattr(webhook, "DEADLINE_S", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: let_go.wait(30) and [])

    with pytest.raises(TemporaryError, match="does not answer"):
        webhook.post("https://hook.example/", b"{}", "secret")
    let_go.set()


def test_a_closed_port_is_tried_again(settings):
    settings.PRIVATE_WEBHOOKS = True

    with pytest.raises(TemporaryError):
        webhook.post(f"http://127.0.0.1:{free_port()}/", b"{}", "secret")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "[::1]", "[::ffff:10.0.0.1]"]
)
def test_private_networks_are_closed_unless_a_setting_opens_them(host):
    with pytest.raises(PermanentError, match="PRIVATE_WEBHOOKS"):
        webhook.post(f"http://{host}:1/", b"{}", "secret")


@pytest.mark.parametrize("host", ["169.254.169.254", "[fd00:ec2::254]", "[::]", "[fe80::1]"])
def test_metadata_services_are_closed_always(settings, host):
    settings.PRIVATE_WEBHOOKS = True

    with pytest.raises(PermanentError):
        webhook.post(f"http://{host}:1/", b"{}", "secret")


def test_the_address_that_was_judged_is_the_one_connected_to(hook, monkeypatch):
    """A name that answers differently the second time leads nowhere else."""
    answers = iter([[(2, 1, 6, "", ("127.0.0.1", 0))]])
    asked = []

    def resolve(host, *_args, **_kwargs):
        asked.append(host)
        return next(answers)

    monkeypatch.setattr(socket, "getaddrinfo", _only_for("hook.example", resolve))
    webhook.post(hook.url.replace("localhost", "hook.example"), b"{}", "secret")

    assert asked == ["hook.example"]
    assert hook.requests[0][1]["Host"].startswith("hook.example:")


def _only_for(name, resolve):
    real = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        return resolve(host) if host == name else real(host, *args, **kwargs)

    return getaddrinfo
