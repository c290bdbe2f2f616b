"""The addresses of known makers' cameras, put together from what staff knows."""

import re

import pytest

from cameras.maker_addresses import MAKERS, address_of
from cameras.source_address import read


@pytest.mark.parametrize("maker", MAKERS)
def test_every_makers_address_is_a_source(maker):
    address = read(address_of(maker, "192.168.1.20", ("admin", "geheim")))

    assert address.kind == ("rtsp" if MAKERS[maker][1] == "rtsp" else "mjpeg")
    assert "192.168.1.20" in address.shown
    assert "geheim" not in address.shown


def test_what_a_password_holds_does_not_break_the_address():
    address = address_of("hikvision", "cam.lan", ("a@b", "p:/#?%"))

    expected = "rtsp://a%40b:p%3A%2F%23%3F%25@cam.lan:554/Streaming/Channels/101"
    assert address == expected


def test_a_port_behind_the_host_counts():
    assert address_of("droidcam", "10.0.0.5:99") == "http://10.0.0.5:99/video"
    assert address_of("droidcam", "[fe80::1]") == "http://[fe80::1]:4747/video"


@pytest.mark.parametrize("host", [" ", "a b", "http://x", "x/path", "user@x", "x:port"])
def test_what_is_no_host_is_refused(host):
    with pytest.raises(ValueError, match=re.escape(host)):
        address_of("axis", host)
