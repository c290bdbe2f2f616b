"""What the pages and the API say of a camera."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cameras.live.status_reader import LIVE, OFF, OFFLINE, STARTING, Status, statuses_of
from cameras.models import Camera
from cameras.source_address import read
from cameras.web.offline_reasons import words_for
from core.error_answers import error_context


@dataclass(frozen=True)
class ShownCamera:
    """A camera, its status, its state in a word, and a sentence where it is offline."""

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

    @property
    def is_offline(self) -> bool:
        return self.status.state == OFFLINE

    @property
    def source(self) -> str:
        """Kind and host of its source, for staff: nothing of a password, path or query."""
        try:
            return read(self.camera.source).shown
        except ValidationError:
            return words_for("bad_source")

    @property
    def takes_pushed(self) -> bool:
        """Whether its pictures are sent to the site, by a phone or a program."""
        try:
            return read(self.camera.source).kind == "push"
        except ValidationError:
            return False


def present(camera: Camera) -> ShownCamera:
    return present_all([camera])[0]


def present_all(cameras: Iterable[Camera]) -> list[ShownCamera]:
    """Every camera with its state in words."""
    cameras = list(cameras)
    return [
        ShownCamera(camera, status, _word(status), _sentence(status))
        for camera, status in zip(cameras, statuses_of(cameras), strict=True)
    ]


def error_page(request: HttpRequest, status: int, words: str, camera: Camera) -> HttpResponse:
    """The page that says why a request about a camera failed, with a link back to it."""
    context = {**error_context(request, status, words), "camera": camera}
    response = render(request, "cameras/error.html", context, status=status)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _word(status: Status) -> str:
    return {
        OFF: _("Off"),
        STARTING: _("Starting …"),
        LIVE: _("Live"),
        OFFLINE: _("Offline"),
    }[status.state]


def _sentence(status: Status) -> str:
    return words_for(status.reason) if status.state == OFFLINE else ""
