"""A server on 127.0.0.1 that answers questions in RTSP as a test says, and keeps no promise."""

import re
import socket
import threading
from contextlib import suppress

_QUESTION = re.compile(rb"(\w+) \S+ RTSP/1.0\r\n(.*?)\r\n\r\n", re.DOTALL)
_CSEQ = re.compile(rb"CSeq: *(\d+)", re.IGNORECASE)

OK = "200 OK"
MEDIA = {
    "OPTIONS": (OK, "Public: OPTIONS, DESCRIBE, SETUP, PLAY", ""),
    "SETUP": (OK, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1", ""),
    "PLAY": (OK, "Session: 1", ""),
}


def description(media: str) -> tuple[str, str, str]:
    """The answer to DESCRIBE: a presentation with one medium."""
    sdp = f"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{media}\r\na=control:track1\r\n"
    return OK, "Content-Type: application/sdp", sdp


def redirect(location: str) -> dict[str, tuple[str, str, str]]:
    """Answers that send everybody elsewhere."""
    return {"OPTIONS": MEDIA["OPTIONS"], "DESCRIBE": ("302 Found", f"Location: {location}", "")}


class RtspTalker:
    """`answers` are status, headers and body by method; `asked` is all that was sent here."""

    def __init__(self, answers: dict[str, tuple[str, str, str]]) -> None:
        self.answers = answers
        self.asked = b""
        self._server = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    @property
    def url(self) -> str:
        return f"rtsp://127.0.0.1:{self.port}/live"

    def close(self) -> None:
        """Be gone, with every connection."""
        for connection in (self._server, *self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._server.accept()
                self._connections.append(connection)
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        buffer = b""
        with suppress(OSError):
            while piece := connection.recv(4096):
                self.asked += piece
                buffer += piece
                while question := _QUESTION.match(buffer):
                    buffer = buffer[question.end() :]
                    connection.sendall(self._answer(question[1].decode(), question[2]))

    def _answer(self, method: str, headers: bytes) -> bytes:
        status, more, body = self.answers.get(method, ("501 Not Implemented", "X-None: 1", ""))
        cseq = _CSEQ.search(headers)
        number = cseq[1].decode() if cseq else "0"
        head = f"RTSP/1.0 {status}\r\nCSeq: {number}\r\n{more}\r\nContent-Length: {len(body)}"
        return f"{head}\r\n\r\n{body}".encode()
