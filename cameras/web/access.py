"""Who may see a camera, and who may send it pictures."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.crypto import constant_time_compare
from ninja.utils import check_csrf
from structlog.contextvars import bind_contextvars

from cameras.models import Camera
from core.staff import is_staff

_BEARER = "bearer "


class NoToken(Exception):
    """The request has neither a token nor a session of staff."""


class WrongToken(Exception):
    """The token is not this camera's."""


def visible(request: HttpRequest, slug: str) -> Camera:
    """The camera at an address, for who may see it. Raises Http404 for everyone else."""
    camera = get_object_or_404(Camera.objects.seen_by(request.user), slug=slug)
    bind_contextvars(camera_id=camera.pk)
    return camera


def may_switch(request: HttpRequest) -> bool:
    """Staff, with a CSRF token: for the API, which Django's middleware leaves alone."""
    return is_staff(request) and check_csrf(request) is None


def pushed_to(request: HttpRequest, slug: str) -> Camera:
    """The camera that a frame is meant for: by its bearer token, or staff with a CSRF token.

    Raises NoToken, WrongToken, Http404.
    """
    authorization = request.headers.get("Authorization", "")
    if authorization.lower().startswith(_BEARER):
        return _by_token(slug, authorization[len(_BEARER) :].strip())
    if not request.user.is_authenticated:
        raise NoToken
    if not is_staff(request) or check_csrf(request) is not None:
        raise WrongToken
    return get_object_or_404(Camera, slug=slug)


def _by_token(slug: str, token: str) -> Camera:
    """The camera whose token it is. Raises WrongToken, for an unknown camera too: guesses fail."""
    camera = Camera.objects.filter(slug=slug).first()
    if camera is None:
        constant_time_compare(token, "")
        raise WrongToken
    if not camera.accepts_push_token(token):
        raise WrongToken
    return camera
