"""What is asked for by HTTP, and of whom; where a redirect may lead."""

from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.core.exceptions import ValidationError

from cameras.source_address import read
from cameras.sources.network import Endpoint
from cameras.sources.source import Offline

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Target:
    """A endpoint, and the path and query to ask it for."""

    endpoint: Endpoint
    selector: str

    @property
    def host_header(self) -> str:
        """Host and port as HTTP wants them."""
        host = f"[{self.endpoint.host}]" if ":" in self.endpoint.host else self.endpoint.host
        is_usual = self.endpoint.port == _PORTS[self._scheme]
        return host if is_usual else f"{host}:{self.endpoint.port}"

    def redirected(self, location: str) -> "Target":
        """Where an answer's Location leads: judged as a camera's source is.

        Raises Offline: `not_a_camera`, `bad_source`.
        """
        try:
            url = urljoin(f"{self._scheme}://{self.host_header}{self.selector}", location)
            if urlsplit(url).scheme.lower() not in _PORTS:
                raise Offline("not_a_camera", "a redirect to something else than HTTP")
            return target_of(read(url).value)
        except (ValueError, ValidationError) as error:
            raise Offline("bad_source", "a redirect to no camera") from error

    @property
    def _scheme(self) -> str:
        return "https" if self.endpoint.is_secure else "http"


def target_of(url: str) -> Target:
    """A judged http:// or https:// address, without user and password."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    endpoint = Endpoint(parts.hostname or "", parts.port or _PORTS[scheme], scheme == "https")
    query = f"?{parts.query}" if parts.query else ""
    return Target(endpoint, quote(f"{parts.path or '/'}{query}", safe="/%?=&:;,+@!$'()*~[]|"))
