"""A connection to a network camera: the certificate it shows is one that may be shown."""

import hashlib
import itertools
import ssl

import pytest
import trustme

from cameras.sources import network
from cameras.sources.kinds import opened
from cameras.sources.source import CaptureOptions, Offline

AUTHORITY = trustme.CA()


@pytest.fixture
def camera(plug_in):
    """A camera with a certificate for 127.0.0.1, signed by nobody whom the system knows."""
    return plug_in(certificate=AUTHORITY.issue_cert("127.0.0.1"))


def is_seen(camera, certificate=""):
    with opened(camera.url, CaptureOptions(certificate=certificate), 1) as source:
        return next(raw_frame for raw_frame in source.frames() if raw_frame) is not None


def refused_certificate(camera, certificate=""):
    with pytest.raises(Offline) as offline:
        is_seen(camera, certificate)
    assert offline.value.code == "certificate"
    return offline.value.certificate


def test_an_unknown_certificate_is_refused_and_shown(camera):
    der = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", camera.port)))

    assert refused_certificate(camera) == hashlib.sha256(der).hexdigest()
    assert camera.asked == []  # no password went there


def test_the_one_that_was_accepted_is_taken_and_no_other(camera, plug_in):
    accepted = refused_certificate(camera)
    other = plug_in(certificate=AUTHORITY.issue_cert("127.0.0.1"))

    assert is_seen(camera, accepted)
    assert refused_certificate(other, accepted) != accepted


@pytest.fixture
def _authority_is_trusted(monkeypatch):
    create = ssl.create_default_context

    def trusting():
        context = create()
        AUTHORITY.configure_trust(context)
        return context

    monkeypatch.setattr(network.ssl, "create_default_context", trusting)


@pytest.mark.usefixtures("_authority_is_trusted")
def test_one_that_an_authority_has_signed_needs_no_accepting(camera):
    assert is_seen(camera)


@pytest.mark.usefixtures("_authority_is_trusted")
def test_one_for_another_name_is_refused(plug_in):
    refused_certificate(plug_in(certificate=AUTHORITY.issue_cert("camera.example")))


@pytest.mark.parametrize("mode", ["well", "chunked", "still", "close"])
def test_by_tls_a_camera_is_seen_as_without(plug_in, mode):
    camera = plug_in(mode, certificate=AUTHORITY.issue_cert("127.0.0.1"))
    options = CaptureOptions(certificate=refused_certificate(camera))

    with opened(camera.url, options, 1) as source:
        frames = (raw_frame for raw_frame in source.frames() if raw_frame)
        assert len({raw_frame.jpeg for raw_frame in itertools.islice(frames, 3)}) >= 2


def test_a_server_without_tls_is_unreachable(plug_in):
    camera = plug_in()
    camera.is_secure = True  # so says its address

    with pytest.raises(Offline) as offline:
        is_seen(camera)
    assert offline.value.code == "unreachable"
