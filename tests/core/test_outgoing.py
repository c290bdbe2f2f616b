"""A name is resolved once, and each of its addresses is judged."""

import socket
import threading

import pytest

from core.ip_addresses import Policy, RefusedAddress
from core.outgoing import UnknownName, pin


@pytest.fixture
def leads_to(monkeypatch):
    """Have the name service answer every name with addresses."""

    def leads_to(*addresses):
        answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: answer)

    return leads_to


def test_an_address_is_itself():
    assert pin("127.0.0.1", Policy.PRIVATE_ALLOWED, 5) == "127.0.0.1"


def test_ipv4_comes_before_ipv6(leads_to):
    leads_to("2606:4700::1111", "8.8.8.8")

    assert pin("hook.example", Policy.PUBLIC_ONLY, 5) == "8.8.8.8"


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"]])
def test_a_name_with_one_refused_address_is_refused(leads_to, addresses):
    leads_to(*addresses)

    with pytest.raises(RefusedAddress):
        pin("hook.example", Policy.PUBLIC_ONLY, 5)


@pytest.mark.parametrize("host", ["no-such-name.invalid", "", "a" * 70 + ".example"])
def test_a_name_that_is_not_known_is_said_to_be(host):
    with pytest.raises(UnknownName, match="not known"):
        pin(host, Policy.PRIVATE_ALLOWED, 30)


def test_a_name_service_that_hangs_is_not_waited_for(monkeypatch):
    let_go = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: let_go.wait(30) and [])

    with pytest.raises(UnknownName, match="does not answer"):
        pin("hook.example", Policy.PRIVATE_ALLOWED, 0.05)
    let_go.set()
