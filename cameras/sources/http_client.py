"""Asks a camera by HTTP; redirects are judged, and a password is for its own host alone.

What waits is a generator: a capture has other things to do meanwhile.
"""

import http.client
import socket
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from cameras.sources.credentials import Credentials
from cameras.sources.http_answer import Answer
from cameras.sources.http_target import target_of
from cameras.sources.lenient_http import LenientResponse, ask
from cameras.sources.network import connect
from cameras.sources.patience import Patience
from cameras.sources.source import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, CaptureOptions, Offline
from core.connection import cut_off

PendingAnswer = Generator[None, None, Answer]

_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_REDIRECTS = 5
_MAX_ATTEMPTS = 3
"""By Basic, by Digest, and by Digest again where the camera's nonce was stale."""
_LOOK_EVERY_S = 0.5


class HttpClient:
    """One connection at a time to a camera, kept alive where both sides can."""

    def __init__(self, url: str, certificate: str) -> None:
        """`certificate` is that of CaptureOptions."""
        parts = urlsplit(url)
        self._target = self._first = target_of(url)
        self._certificate = certificate
        self._connection: socket.socket | None = None
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        self._credentials = Credentials(user, password) if user or password else None

    def connect(self) -> socket.socket:
        """The connection to the target, made anew where there is none. Raises Offline."""
        if self._connection is None:
            self._connection = connect(self._target.endpoint, self._certificate, CONNECT_TIMEOUT_S)
        return self._connection

    def close(self) -> None:
        """End the connection, if there is one; the next question makes another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def done(self, answer: Answer) -> None:
        """Keep the connection for the next question, if the answer leaves it fit for one."""
        if answer.response.will_close or not answer.is_over:
            self.close()

    def get(self, patience: Patience, headers: dict[str, str]) -> PendingAnswer:
        """Ask, prove who we are where that is wanted, follow redirects; None while it waits.

        Raises Offline as `connect` and `Answer.judge` do, and `hung` or `closed`.
        """
        for _redirect in range(_MAX_REDIRECTS + 1):
            answer = yield from self._proved(patience, headers)
            location = answer.response.headers.get("Location", "")
            if answer.response.status not in _REDIRECTS or not location:
                answer.judge()
                return answer
            self.close()
            self._target = self._target.redirected(location)
        raise Offline("not_a_camera", "too many redirects")

    def _proved(self, patience: Patience, headers: dict[str, str]) -> PendingAnswer:
        for _attempt in range(_MAX_ATTEMPTS):
            answer = yield from self._asked(patience, headers)
            challenges = answer.response.headers.get_all("WWW-Authenticate") or []
            credentials = self._own_credentials
            if answer.response.status != 401 or not credentials or not credentials.heed(challenges):
                break
            self.close()
        return answer

    @property
    def _own_credentials(self) -> Credentials | None:
        """None where a redirect has led to another host, or away from TLS."""
        endpoint, first = self._target.endpoint, self._first.endpoint
        is_own = endpoint.host == first.host and (endpoint.is_secure or not first.is_secure)
        return self._credentials if is_own else None

    def _asked(self, patience: Patience, headers: dict[str, str]) -> PendingAnswer:
        was_kept = self._connection is not None
        try:
            return (yield from self._exchanged(patience, headers))
        except Offline as offline:
            # The camera may have ended the kept connection at this very moment.
            if not was_kept or offline.code != "closed":
                raise
        return (yield from self._exchanged(patience, headers))

    def _exchanged(self, patience: Patience, headers: dict[str, str]) -> PendingAnswer:
        connection = self.connect()
        try:
            ask(connection, self._target.selector, self._headers() | headers)
            answer = Answer(LenientResponse(connection, method="GET"), connection)
            while not answer.has_more(_LOOK_EVERY_S):
                if patience.is_over():
                    raise Offline("hung")
                yield None
            with cut_off(connection, time.monotonic() + READ_TIMEOUT_S):
                answer.response.begin()
            return answer
        except TimeoutError as error:
            raise Offline("hung") from error
        except OSError as error:  # http.client.RemoteDisconnected too
            self.close()
            raise Offline("closed", type(error).__name__) from error
        except (http.client.HTTPException, ValueError) as error:
            raise Offline("not_a_camera", type(error).__name__) from error

    def _headers(self) -> dict[str, str]:
        headers = {
            "Host": self._target.host_header,
            "User-Agent": "gazokako",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
        }
        if credentials := self._own_credentials:
            headers["Authorization"] = credentials.header("GET", self._target.selector)
        return headers


@contextmanager
def client_of(url: str, options: CaptureOptions) -> Iterator[HttpClient]:
    """A connected client. Raises Offline."""
    client = HttpClient(url, options.certificate)
    client.connect()
    try:
        yield client
    finally:
        client.close()
