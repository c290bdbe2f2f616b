"""Secrets are random, and only their hash is stored."""

import secrets
import string

import pytest

from core.tokens import has_hash, hash_of, new_key, new_slug, new_token


@pytest.mark.parametrize(
    ("make", "length", "alphabet"),
    [
        (new_slug, 22, string.ascii_letters + string.digits + "-_"),
        (new_key, 32, string.hexdigits),
        (new_token, 32, string.ascii_letters + string.digits + "-_"),
    ],
)
def test_each_is_new_and_fits_into_an_address(make, length, alphabet):
    made = [make() for _ in range(200)]

    assert len(set(made)) == 200
    assert all(len(one) == length and set(one) <= set(alphabet) for one in made)


def test_a_slug_is_no_option_of_a_command_line(monkeypatch):
    drawn = iter(["-AAAAAAAAAAAAAAAAAAAAA", "-BBBBBBBBBBBBBBBBBBBBB", "C-CCCCCCCCCCCCCCCCCCCC"])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _bytes: next(drawn))

    assert new_slug() == "C-CCCCCCCCCCCCCCCCCCCC"


def test_a_token_is_known_again_by_its_hash():
    token = new_token()

    assert token not in hash_of(token)
    assert has_hash(token, hash_of(token))
    assert not has_hash(new_token(), hash_of(token))


@pytest.mark.parametrize("token", ["", "x", "鍵"])
def test_without_a_stored_hash_no_token_is_accepted(token):
    assert not has_hash(token, "")
