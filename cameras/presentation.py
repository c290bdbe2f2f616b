"""What the pages and the API say of a camera."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cameras.models import Camera
from cameras.reasons import words_for
from cameras.status import LIVE, OFF, OFFLINE, STARTING, Status, statuses_of


@dataclass(frozen=True)
class ShownCamera:
    """A camera, how it fares, and the sentence about it."""

    camera: Camera
    status: Status
    word: str
    sentence: str

    @property
    def is_live(self) -> bool:
        return self.status.state == LIVE

    @property
    def is_off(self) -> bool:
        return self.status.state == OFF


def present(camera: Camera) -> ShownCamera:
    return present_all([camera])[0]


def present_all(cameras: Iterable[Camera]) -> list[ShownCamera]:
    """Every camera with its state in words."""
    cameras = list(cameras)
    return [
        ShownCamera(camera, status, _word(status), _sentence(status))
        for camera, status in zip(cameras, statuses_of(cameras), strict=True)
    ]


def _word(status: Status) -> str:
    return {
        OFF: _("Off"),
        STARTING: _("Starting …"),
        LIVE: _("Live"),
        OFFLINE: _("Offline"),
    }[status.state]


def _sentence(status: Status) -> str:
    return words_for(status.reason) if status.state == OFFLINE else ""
