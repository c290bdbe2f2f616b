"""Whose request it is, behind proxies and without."""

import pytest
from django.test import RequestFactory

from core.client_address import network_of


def network(remote="203.0.113.9", forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return network_of(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
    ],
)
def test_it_is_an_address_or_a_line(remote, expected):
    assert network(remote) == expected


def test_without_proxies_nothing_that_a_visitor_says_counts():
    assert network(forwarded="198.51.100.1") == "203.0.113.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "1.1.1.1, 198.51.100.1, 192.0.2.7", "198.51.100.1"),
        (2, "198.51.100.1", "198.51.100.1"),
        (1, "", "203.0.113.9"),
        (1, "rubbish", "unknown"),
    ],
)
def test_behind_proxies_their_word_counts_and_no_other(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies

    assert network(forwarded=forwarded) == expected
