"""Who may watch a live stream: Django says so in a header; said to everyone, it holds a second."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]
Request = tuple[bytes, ...]
"""All of a request that an answer to everyone depends on."""

HEADER = "X-Live-Camera"
_HEADER = HEADER.lower().encode()
_DEPENDS_ON = (b"host", b"x-forwarded-proto", b"x-forwarded-host")
_HOLDS_FOR_S = 1.0


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
        """What its viewers share."""
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
    """Those to everyone of the last second.

    When a thousand viewers come at once, Django need not be asked a thousand times. Nothing else
    of Django's answer is kept: it may hold cookies of the one viewer who asked.
    """

    def __init__(self) -> None:
        self._recent: dict[Request, Admission] = {}

    def find(self, scope: Message) -> Admission | None:
        """One that holds for this request too."""
        request = _request(scope)
        admission = self._recent.get(request) if request else None
        return admission if admission is not None and _holds(admission) else None

    def keep(self, scope: Message, admission: Admission) -> None:
        """Remember it for the next second, if it is to everyone."""
        request = _request(scope)
        if request is not None and admission.is_for_everyone:
            recent = {key: kept for key, kept in self._recent.items() if _holds(kept)}
            self._recent = recent | {request: admission}


def _holds(admission: Admission) -> bool:
    return time.monotonic() - admission.asked_at <= _HOLDS_FOR_S


def _request(scope: Message) -> Request | None:
    """None where it is not one for a stream."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    if not scope["path"].endswith("/stream/"):
        return None
    depends_on = (value for name, value in scope["headers"] if name in _DEPENDS_ON)
    return (scope["path"].encode(), *depends_on)
