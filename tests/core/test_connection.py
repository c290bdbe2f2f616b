"""A connection ends in time whatever its other side does, and TLS is for the name meant."""

import asyncio
import ssl
from http.client import HTTPConnection

import pytest
import trustme

from core.connection import connected
from tests.rehearsal.tls import served

AUTHORITY = trustme.CA()
CERTIFICATE = AUTHORITY.issue_cert("hook.example")


def answering(*pieces, pause_s=0.0):
    """Serve an answer piece by piece."""

    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        writer.close()

    return serve


def ask(port, tls_name=None, within_s=10.0):
    """The status of a GET."""
    http = HTTPConnection("hook.example")
    with connected("127.0.0.1", port, tls_name, within_s) as connection:
        http.sock = connection
        http.request("GET", "/")
        return http.getresponse().status


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """The system trusts the authority that signed the certificate."""
    AUTHORITY.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


OK = (b"HTTP/1.1 204 No Content\r\n\r\n",)
DRIPS = (b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 90, b"\r\n")


def test_an_answer_in_time_is_heard():
    with served(answering(*OK)) as port:
        assert ask(port) == 204


def test_tls_is_verified_against_the_name(trusted):
    with served(answering(*OK), CERTIFICATE) as port:
        assert ask(port, "hook.example") == 204
        with pytest.raises(ssl.SSLCertVerificationError):
            ask(port, "other.example")


def test_a_certificate_of_an_unknown_authority_is_refused():
    with served(answering(*OK), CERTIFICATE) as port, pytest.raises(ssl.SSLCertVerificationError):
        ask(port, "hook.example")


@pytest.mark.parametrize("certificate", [None, CERTIFICATE])
@pytest.mark.parametrize(
    "pieces", [DRIPS, [b"HTTP/1.1 100 Continue\r\n\r\n"] * 90, [b"H"] * 90, [b""] * 90]
)
def test_one_that_sends_drop_by_drop_is_cut_off(trusted, certificate, pieces):
    tls_name = "hook.example" if certificate else None
    serve = answering(*pieces, pause_s=0.1)

    with served(serve, certificate) as port, pytest.raises(TimeoutError):
        ask(port, tls_name, within_s=0.5)


def test_a_handshake_that_never_ends_is_cut_off():
    async def silent(reader, _writer):
        await reader.read()

    with served(silent) as port, pytest.raises(TimeoutError):
        ask(port, "hook.example", within_s=0.3)
