"""Where cameras of known makers send their pictures: the address, given host, user and password."""

import re
from urllib.parse import quote

_HOST = re.compile(
    r"((?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]))(:[0-9]{1,5})?", re.IGNORECASE
)

MAKERS: dict[str, tuple[str, str, int, str]] = {
    "hikvision": ("Hikvision", "rtsp", 554, "/Streaming/Channels/101"),
    "dahua": ("Dahua, Amcrest, Lorex", "rtsp", 554, "/cam/realmonitor?channel=1&subtype=0"),
    "axis": ("Axis", "rtsp", 554, "/axis-media/media.amp"),
    "reolink": ("Reolink", "rtsp", 554, "/h264Preview_01_main"),
    "tp-link": ("TP-Link (Tapo, VIGI)", "rtsp", 554, "/stream1"),
    "esp32-cam": ("ESP32-CAM", "http", 81, "/stream"),
    "droidcam": ("DroidCam", "http", 4747, "/video"),
    "ip-webcam": ("IP Webcam (Android)", "http", 8080, "/video"),
}
"""A maker -> its name, and the protocol, port and path that its cameras have from the factory."""


def address_of(maker: str, host: str, login: tuple[str, str] = ("", "")) -> str:
    """The address of a maker's camera; `login` is user and password. A port behind the host counts.

    Raises ValueError for what is no host.
    """
    _name, protocol, port, path = MAKERS[maker]
    match = _HOST.fullmatch(host.strip())
    if match is None:
        raise ValueError(host)
    secret = ":".join(quote(part, safe="") for part in login) + "@" if any(login) else ""
    return f"{protocol}://{secret}{match[1]}{match[2] or f':{port}'}{path}"
