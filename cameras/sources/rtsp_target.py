"""The address of an RTSP camera, and where a redirect may lead."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from cameras.source_address import read
from cameras.sources.network import Endpoint
from cameras.sources.source import Offline

_PORTS = {"rtsp": 554, "rtsps": 322}


@dataclass(frozen=True)
class RtspTarget:
    """A judged address without user and password; these, as FFmpeg wants them, for its host."""

    url: str
    userinfo: str

    @property
    def endpoint(self) -> Endpoint:
        """Where the camera listens."""
        parts = urlsplit(self.url)
        scheme = parts.scheme.lower()
        return Endpoint(parts.hostname or "", parts.port or _PORTS[scheme], scheme == "rtsps")

    def relayed(self, port: int) -> str:
        """The address for FFmpeg, by a port of this machine."""
        path = urlsplit(self.url)._replace(scheme="", netloc="").geturl()
        return f"rtsp://{self.userinfo}127.0.0.1:{port}{path}"

    def redirected(self, location: str) -> "RtspTarget":
        """The target of a redirect, judged as its source was; the password is for its own host.

        Raises Offline: `bad_source`, `not_a_camera`.
        """
        try:
            address = read(location)
        except ValidationError as error:
            raise Offline("bad_source", "a redirect to no camera") from error
        if address.kind != "rtsp":
            raise Offline("not_a_camera", "a redirect to something else than RTSP")
        there = target_of(address.value)
        is_own = there.endpoint.host == self.endpoint.host
        is_as_secure = there.endpoint.is_secure or not self.endpoint.is_secure
        return replace(there, userinfo=self.userinfo if is_own and is_as_secure else "")


def target_of(url: str) -> RtspTarget:
    """A judged rtsp:// or rtsps:// address."""
    parts = urlsplit(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    colon = ":" if at and ":" not in userinfo else ""  # FFmpeg wants one, password or not
    return RtspTarget(parts._replace(netloc=host).geturl(), f"{userinfo}{colon}{at}")
