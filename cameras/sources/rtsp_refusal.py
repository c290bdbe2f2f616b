"""Asks an RTSP server why it gave no film: FFmpeg, asked through OpenCV, does not say."""

import re
import socket
from urllib.parse import urlsplit

_PORT = 554
_WITHIN_S = 2.0
_STATUS = re.compile(rb"RTSP/\d\.\d (\d{3})")


def reason_of(address: str) -> str:
    """A code of cameras.web.offline_reasons for an address that could not be opened."""
    parts = urlsplit(address)
    place = (parts.hostname or "", parts.port or _PORT)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    question = f"DESCRIBE {bare} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n"
    try:
        with socket.create_connection(place, _WITHIN_S) as connection:
            connection.sendall(question.encode())
            answer = connection.recv(1000)
    except TimeoutError:
        return "hung"
    except OSError:
        return "unreachable"
    status = _STATUS.match(answer)
    if status and status[1] == b"401":
        # FFmpeg has tried the password, if there is one.
        return "refused"
    return "garbage" if status and status[1] == b"200" else "not_a_camera"
