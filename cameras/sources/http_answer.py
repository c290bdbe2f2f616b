"""A camera's answer by HTTP: its head, and its body as it comes."""

import http.client
import select
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from cameras.sources.chunks import Chunks
from cameras.sources.source import READ_TIMEOUT_S, Offline

_PIECE_BYTES = 262_144
_MAX_PIECES = 64
_MAX_RETRY_S = 60


@dataclass(frozen=True)
class Answer:
    """An answer. All but `has_more` needs its head read, by `response.begin`."""

    response: http.client.HTTPResponse
    connection: socket.socket
    chunks: Chunks = field(default_factory=Chunks)

    @property
    def media_type(self) -> str:
        return self.response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def is_multipart(self) -> bool:
        return self.media_type.startswith("multipart/")

    @property
    def is_over(self) -> bool:
        """Whether the body was read to its end."""
        return self.response.isclosed() or self.response.length == 0

    def judge(self) -> None:
        """Raise Offline unless this may be pictures: `refused`, `busy`, `not_a_camera`."""
        status, kind = self.response.status, self.media_type
        if status in (401, 403):
            raise Offline("refused")
        if status in (429, 503):
            raise Offline("busy", retry_in_s=self._retry_in_s())
        # A camera that names no type, or a wrong one, may still send pictures; a page is a page.
        is_text = kind.startswith("text/") or kind in ("application/json", "application/xml")
        if status not in (200, 304) or is_text:
            raise Offline("not_a_camera", f"{status} {kind}")

    def ready_pieces(self, within_s: float) -> Iterator[bytes]:
        """Wait for something of the body, then give all that lies ready, lest it pile up.

        Raises Offline: `hung`, `closed`.
        """
        for number in range(_MAX_PIECES):
            if self.is_over or not self.has_more(0.0 if number else within_s):
                break
            yield self._piece()

    def _piece(self) -> bytes:
        try:
            piece = self._read()
        except TimeoutError as error:
            raise Offline("hung") from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise Offline("closed", type(error).__name__) from error
        if not piece and not self.response.chunked:
            self.response.close()
        return piece

    def _read(self) -> bytes:
        if not self.response.chunked:
            return self.response.read1(_PIECE_BYTES)
        # http.client would wait for the next chunk's size.
        received = self.response.fp.read1(_PIECE_BYTES)
        piece = self.chunks.feed(received)
        if self.chunks.is_over or not received:
            self.response.close()
        return piece

    def has_more(self, within_s: float) -> bool:
        """Whether something is there to be read, the end of all perhaps, or comes in time."""
        if self._has_buffered():
            return True
        if not select.select([self.connection], [], [], within_s)[0]:
            return False
        # By TLS it may be half a record, or nothing of HTTP at all.
        return not self._is_secure or self._has_buffered()

    @property
    def _is_secure(self) -> bool:
        return isinstance(self.connection, ssl.SSLSocket)

    def _has_buffered(self) -> bool:
        """Whether Python or TLS has read something that nobody has taken yet."""
        self.connection.settimeout(0)
        try:
            # Nothing at all is the end by TLS, and nothing yet without.
            return bool(self.response.fp.peek(1)) or self._is_secure
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        except OSError:
            return True  # reading says what is wrong
        finally:
            self.connection.settimeout(READ_TIMEOUT_S)

    def _retry_in_s(self) -> float | None:
        text = self.response.headers.get("Retry-After", "").strip()
        return min(int(text), _MAX_RETRY_S) if text.isascii() and text.isdecimal() else None
