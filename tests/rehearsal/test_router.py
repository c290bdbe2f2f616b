"""What the stand-in for Heroku's router tells the web process about a visitor."""

from tests.rehearsal.router import forwarded

HEAD = b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"


def test_what_a_visitor_says_of_the_scheme_is_overwritten():
    head = forwarded(HEAD, "9.9.9.9", "http")

    assert b"X-Forwarded-Proto: http\r\n" in head
    assert b"https" not in head


def test_the_visitors_address_is_added_behind_what_he_says_of_himself():
    assert b"X-Forwarded-For: 1.2.3.4, 9.9.9.9\r\n" in forwarded(HEAD, "9.9.9.9", "https")


def test_everything_else_arrives_as_it_was_sent():
    head = forwarded(HEAD, "9.9.9.9", "https")

    assert head.startswith(b"GET / HTTP/1.1\r\nHost: a\r\n")
    assert head.endswith(b"\r\nConnection: close\r\n\r\n")
