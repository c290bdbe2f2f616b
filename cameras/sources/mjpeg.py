"""Network cameras that send JPEGs over HTTP, one after another (multipart/x-mixed-replace)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import requests
from django.core.exceptions import ValidationError
from requests.auth import AuthBase, HTTPDigestAuth
from urllib3.exceptions import HTTPError, ReadTimeoutError

from cameras.sources.address import refuse_address
from cameras.sources.jpeg_shot import JpegShot
from cameras.sources.multipart import NotMultipart, Parts
from cameras.sources.network import refuse_resolved
from cameras.sources.source import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, Offline, Wanted

_PIECE_BYTES = 262_144


@dataclass(frozen=True)
class MjpegSource:
    """An answer whose body never ends."""

    response: requests.Response

    def shots(self) -> Iterator[JpegShot]:
        """The newest whole JPEG each time. Raises Offline: `hung`, `closed`, `garbage`."""
        parts = Parts(self.response.headers.get("Content-Type", ""))
        while True:
            try:
                piece = self.response.raw.read1(_PIECE_BYTES)
            except ReadTimeoutError as error:
                raise Offline("hung") from error
            except (HTTPError, OSError) as error:
                raise Offline("closed", type(error).__name__) from error
            if not piece:
                raise Offline("closed")
            try:
                newest = parts.feed(piece)
            except NotMultipart as error:
                raise Offline("garbage") from error
            if newest is not None:
                yield JpegShot(time.time(), newest)


@contextmanager
def opened(value: str, _wanted: Wanted) -> Iterator[MjpegSource]:
    """Connect to an http:// address. Raises Offline.

    Redirects are not followed: they would lead where nobody judged the address.
    """
    refuse_resolved(value)
    with requests.Session() as session:
        session.trust_env = False
        response = _get(session, value, None)
        if response.status_code == 401 and urlsplit(value).username:
            response.close()
            response = _get(session, value, _digest(value))
        with response:
            _judge(response)
            yield MjpegSource(response)


def _get(session: requests.Session, url: str, auth: AuthBase | None) -> requests.Response:
    try:
        response = session.get(
            url,
            auth=auth,
            stream=True,
            timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
            allow_redirects=False,
            headers={"Accept-Encoding": "identity"},
        )
    except requests.ReadTimeout as error:
        raise Offline("hung") from error
    except (requests.RequestException, ValueError) as error:
        raise Offline("unreachable", type(error).__name__) from error
    return response


def _digest(url: str) -> AuthBase:
    parts = urlsplit(url)
    return HTTPDigestAuth(unquote(parts.username or ""), unquote(parts.password or ""))


def _judge(response: requests.Response) -> None:
    """Raise Offline for an answer that is no film; again for where the connection really leads."""
    connection = response.raw.connection
    try:
        if connection is not None and connection.sock is not None:
            refuse_address(str(connection.sock.getpeername()[0]))
    except (ValidationError, OSError) as error:
        raise Offline("bad_source") from error
    if response.status_code in (401, 403):
        raise Offline("refused")
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if response.status_code != 200 or not media_type.startswith("multipart/"):
        raise Offline("not_a_camera", f"{response.status_code} {media_type}")
