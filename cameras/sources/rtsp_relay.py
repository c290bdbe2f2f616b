"""Stands between FFmpeg and an RTSP camera: FFmpeg's one connection is to here.

FFmpeg would resolve the host's name itself, take any certificate, and follow a redirect to any
host with the first one's password. Here it is given the connection that was judged, and a redirect
ends it: whoever opened the camera judges where that leads.
"""

import re
import select
import socket
import ssl
from contextlib import suppress
from threading import Thread

_STATUS = re.compile(rb"RTSP/\S*\s+[+0]*(\d{3})")
_REDIRECT = re.compile(rb"RTSP/\S*\s+[+0]*3\d\d")
_LOCATION = re.compile(rb"\nLocation:[ \t]*(\S+)[ \t]*\r?\n", re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_SETUP = re.compile(rb"(?:^|\n)SETUP ")
_PLAY = re.compile(rb"(?:^|\n)PLAY ")
_WINDOW_BYTES = 10_000
"""More than the 4,096 bytes that FFmpeg keeps of a line."""
_PIECE_BYTES = 262_144
_LOOK_EVERY_S = 1.0


class Relay:
    """Hands bytes on between the camera and the one who connects to `port` of 127.0.0.1.

    Until the video begins it reads along: `status` is the last the camera answered (0: none, as of
    RTSP), `location` where it sends the client instead.
    """

    def __init__(self, camera: socket.socket) -> None:
        self.status = 0
        self.location = ""
        self.has_heard = False
        """Whether the camera has sent anything at all."""
        self.has_media = self.is_playing = self.has_gone = False
        """Whether a video was set up, whether it began, and whether the camera hung up."""
        self._camera = camera
        self._server = socket.create_server(("127.0.0.1", 0))
        self._is_closed = False
        self._asked = self._answered = b""
        self._thread = Thread(target=self._run, name="rtsp relay", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The local port that FFmpeg is to connect to."""
        return int(self._server.getsockname()[1])

    def close(self) -> None:
        """End both connections."""
        self._is_closed = True
        _shut(self._camera)
        _shut(self._server)
        self._thread.join()
        self._camera.close()

    def _run(self) -> None:
        with suppress(OSError), self._server:
            client, _address = self._server.accept()
            with client:
                while self._is_handed_on(client):
                    pass

    def _is_handed_on(self, client: socket.socket) -> bool:
        """Move what is there; whether there may be more."""
        for ready in self._ready(client):
            piece = _received(ready)
            if piece is None:
                continue
            if not piece:
                self.has_gone = ready is self._camera
                return False
            if ready is client:
                self._note_question(piece)
                self._camera.sendall(piece)
            elif self._is_harmless(piece):
                client.sendall(piece)
            else:
                return False
        return not self._is_closed

    def _ready(self, client: socket.socket) -> list[socket.socket]:
        if isinstance(self._camera, ssl.SSLSocket) and self._camera.pending():
            return [self._camera]
        return select.select([client, self._camera], [], [], _LOOK_EVERY_S)[0]

    def _note_question(self, piece: bytes) -> None:
        if not self.is_playing:
            self._asked = (self._asked + piece)[-_WINDOW_BYTES:]
            self.has_media = self.has_media or bool(_SETUP.search(self._asked))
            self.is_playing = bool(_PLAY.search(self._asked))

    def _is_harmless(self, piece: bytes) -> bool:
        """Whether FFmpeg may read this answer: it holds no redirect. Later it would heed none."""
        self.has_heard = True
        if self.is_playing:
            return True
        self._answered = (self._answered + piece)[-_WINDOW_BYTES:]
        statuses = [int(status) for status in _STATUS.findall(self._answered)]
        self.status = statuses[-1] if statuses else self.status
        redirect = _REDIRECT.search(self._answered)
        if redirect is not None:
            self._read_location(self._answered[redirect.start() :])
        return redirect is None

    def _read_location(self, head: bytes) -> None:
        while not _HEAD_END.search(head) and len(head) < _WINDOW_BYTES:
            piece = self._camera.recv(_PIECE_BYTES)
            if not piece:
                break
            head += piece
        found = _LOCATION.search(head)
        self.location = found[1].decode("latin-1") if found else ""


def _received(connection: socket.socket) -> bytes | None:
    """What is there; None where TLS had only something to say to itself, a ticket say."""
    timeout_s = connection.gettimeout()
    connection.settimeout(0)
    try:
        return connection.recv(_PIECE_BYTES)
    except (ssl.SSLWantReadError, BlockingIOError):
        return None
    finally:
        connection.settimeout(timeout_s)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        # What lies below TLS: another thread is using the rest.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
