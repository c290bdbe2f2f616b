"""Django's answer that a request may watch a live stream, sent in a header; some are reused."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from core.asgi import Scope

Request = tuple[bytes, ...]
"""All of a request that an admission for everyone depends on."""

HEADER = "X-Live-Camera"
_HEADER = HEADER.lower().encode()
_DEPENDS_ON = (b"host", b"x-forwarded-proto", b"x-forwarded-host")
_VALID_FOR_S = 1.0


@dataclass(frozen=True)
class Admission:
    """Django's answer that a viewer may watch a camera as its row was then."""

    camera_id: int
    version: int
    is_for_everyone: bool
    asked_at: float
    """When Django was asked, by the monotonic clock: it read the row after that."""

    @property
    def channel(self) -> tuple[int, int]:
        """Camera and version: viewers with the same ones share a channel."""
        return self.camera_id, self.version


def live_header(camera_id: int, version: int, *, for_everyone: bool) -> str:
    """What a view writes into X-Live-Camera."""
    return f"{camera_id} {version} {'everyone' if for_everyone else 'one'}"


def admission_of(headers: Iterable[tuple[bytes, bytes]], asked_at: float) -> Admission | None:
    """The admission in the headers of Django's answer, where there is one."""
    for name, value in headers:
        if name.lower() == _HEADER:
            camera_id, version, whom = value.split()
            return Admission(int(camera_id), int(version), whom == b"everyone", asked_at)
    return None


class Admissions:
    """The admissions of the last second that hold for everyone.

    When a thousand viewers come at once, Django need not be asked a thousand times. Nothing else
    of Django's answer is kept: it may hold cookies of the one viewer who asked.
    """

    def __init__(self) -> None:
        self._recent: dict[Request, Admission] = {}

    def find(self, scope: Scope) -> Admission | None:
        """An admission that is valid for this request too."""
        request = _request(scope)
        admission = self._recent.get(request) if request else None
        return admission if admission is not None and _is_valid(admission) else None

    def keep(self, scope: Scope, admission: Admission) -> None:
        """Remember it for the next second, if it is to everyone."""
        request = _request(scope)
        if request is not None and admission.is_for_everyone:
            recent = {key: kept for key, kept in self._recent.items() if _is_valid(kept)}
            self._recent = recent | {request: admission}


def _is_valid(admission: Admission) -> bool:
    return time.monotonic() - admission.asked_at <= _VALID_FOR_S


def _request(scope: Scope) -> Request | None:
    """The parts of a request that decide who may watch; None where it asks for no stream."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    if not scope["path"].endswith(("/stream/", "/stream.mjpg")):
        return None
    depends_on = (value for name, value in scope["headers"] if name in _DEPENDS_ON)
    return (scope["path"].encode(), *depends_on)
