"""Network cameras that send JPEGs over HTTP, one after another (multipart/x-mixed-replace)."""

import os
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import requests
from django.core.exceptions import ValidationError
from requests.auth import AuthBase, HTTPDigestAuth
from urllib3.exceptions import HTTPError, ReadTimeoutError

from cameras.source_address import refuse_address
from cameras.sources.jpeg_frame import JpegFrame
from cameras.sources.multipart import NotMultipart, Parts
from cameras.sources.network import pinned
from cameras.sources.source import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, CaptureOptions, Offline

_PIECE_BYTES = 262_144
_MAX_PIECES = 64
_WHOLE_WITHIN_S = 2 * READ_TIMEOUT_S
"""A camera that sends, but so slowly that no picture gets whole, hangs too."""


@dataclass(frozen=True)
class MjpegSource:
    """An answer whose body never ends."""

    response: requests.Response

    def frames(self) -> Iterator[JpegFrame | None]:
        """The newest whole JPEG each time. Raises Offline: `hung`, `closed`, `garbage`."""
        parts = Parts(self.response.headers.get("Content-Type", ""))
        since = time.monotonic()
        while True:
            newest = self._newest(parts)
            if newest is not None:
                yield JpegFrame(time.time(), newest)
                since = time.monotonic()
            elif time.monotonic() - since > _WHOLE_WITHIN_S:
                raise Offline("hung")
            else:
                yield None

    def _newest(self, parts: Parts) -> bytes | None:
        """Wait for something, then take all that lies ready, lest it pile up."""
        newest = self._fed(parts)
        for _more in range(_MAX_PIECES):
            if not self._has_more():
                break
            newest = self._fed(parts) or newest
        return newest

    def _fed(self, parts: Parts) -> bytes | None:
        try:
            piece = self.response.raw.read1(_PIECE_BYTES)
        except ReadTimeoutError as error:
            raise Offline("hung") from error
        except (HTTPError, OSError) as error:
            raise Offline("closed", type(error).__name__) from error
        if not piece:
            raise Offline("closed")
        try:
            return parts.feed(piece)
        except NotMultipart as error:
            raise Offline("garbage") from error

    def _has_more(self) -> bool:
        return bool(select.select([self.response.raw], [], [], 0)[0])


@contextmanager
def opened(value: str, _wanted: CaptureOptions) -> Iterator[MjpegSource]:
    """Connect to an http:// or https:// address, in CONNECT_TIMEOUT_S. Raises Offline.

    Redirects are not followed: they would lead where nobody judged the address.
    """
    until = time.monotonic() + CONNECT_TIMEOUT_S
    url, host = pinned(value, CONNECT_TIMEOUT_S)
    if urlsplit(value).scheme.lower() == "https":
        url = value  # its certificate is for the name; where it led is judged afterwards
    with requests.Session() as session:
        session.trust_env = False
        session.headers.update({"Host": host, "Accept-Encoding": "identity"})
        response = _get(session, url, None, until)
        if response.status_code == 401 and urlsplit(url).username:
            response.close()
            response = _get(session, url, _digest(url), until)
        with response:
            _judge(response)
            yield MjpegSource(response)


def _get(
    session: requests.Session, url: str, auth: AuthBase | None, until: float
) -> requests.Response:
    left_s = max(0.1, until - time.monotonic())
    try:
        # The second number holds for every later read as well.
        return session.get(
            url, auth=auth, stream=True, timeout=(left_s, READ_TIMEOUT_S), allow_redirects=False
        )
    except requests.ReadTimeout as error:
        raise Offline("hung") from error
    except (requests.RequestException, ValueError) as error:
        raise Offline("unreachable", type(error).__name__) from error


def _digest(url: str) -> AuthBase:
    parts = urlsplit(url)
    return HTTPDigestAuth(unquote(parts.username or ""), unquote(parts.password or ""))


def _judge(response: requests.Response) -> None:
    """Raise Offline for an answer that is no film; again for where the connection really leads."""
    if response.status_code in (401, 403):
        raise Offline("refused")
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if response.status_code != 200 or not media_type.startswith("multipart/"):
        raise Offline("not_a_camera", f"{response.status_code} {media_type}")
    try:
        refuse_address(_peer(response))
    except (ValidationError, OSError) as error:
        raise Offline("bad_source") from error


def _peer(response: requests.Response) -> str:
    """The address that an answer comes from."""
    with socket.socket(fileno=os.dup(response.raw.fileno())) as connection:
        return str(connection.getpeername()[0])
