import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from cameras.access import NoToken, WrongToken, is_staff, pushed_to, visible
from cameras.buffer import fresh_frame
from cameras.bundle import observer_pyz
from cameras.capturing import NoPicture, capture_still
from cameras.forms import CaptureForm, FrameForm, PowerForm
from cameras.models import Camera
from cameras.power import switch
from cameras.presentation import present, present_all
from cameras.pushing import NotTaken, TooMany, push
from cameras.streaming import HEADER, live_header
from processing.refusal import Refused
from uploads.ownership import remember
from uploads.refusals import STATUS, message_of
from uploads.views import HtmxRequest, SeeOther

logger = logging.getLogger(__name__)

_SNAPSHOT_WITHIN_S = 4.0
_NOT_TAKEN = {
    "not_now": 409,
    "replayed": 409,
    "out_of_time": 400,
    "file_too_large": 413,
    "busy": 503,
}


@require_safe
def index(request: HtmxRequest) -> HttpResponse:
    """The cameras this visitor may see."""
    cameras = present_all(Camera.objects.listed_for(request.user))
    return render(request, "cameras/index.html", {"cameras": cameras})


@require_safe
def show(request: HtmxRequest, slug: str) -> HttpResponse:
    """One camera, live or as snapshots; htmx asks for its state alone."""
    camera = visible(request, slug)
    mode = "snapshot" if request.GET.get("mode") == "snapshot" else "stream"
    context = {"camera": present(camera), "mode": mode, "form": CaptureForm()}
    template = "cameras/_state.html" if request.htmx else "cameras/show.html"
    return render(request, template, context)


@require_safe
def stream(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The live picture. This only says who may watch; cameras.streaming writes the frames."""
    camera = visible(request, slug)
    if not camera.is_on:
        return _plain(503, _("This camera is switched off."))
    response = HttpResponse(content_type="multipart/x-mixed-replace; boundary=frame")
    if request.method == "GET":
        for_everyone = camera.visibility != Camera.Visibility.PRIVATE
        response.headers[HEADER] = live_header(camera.pk, for_everyone=for_everyone)
    return response


@require_safe
def snapshot(request: HttpRequest, slug: str) -> HttpResponse:
    """One fresh JPEG; 503 and the reason where there is none."""
    camera = visible(request, slug)
    if not camera.is_on:
        return _plain(503, _("This camera is switched off."))
    try:
        frame = fresh_frame(camera.pk, _SNAPSHOT_WITHIN_S)
    except RedisError:
        frame = None
    if frame is None:
        return _plain(503, present(camera).sentence or _("This camera has no picture yet."))
    response = HttpResponse(frame.jpeg, content_type="image/jpeg")
    response.headers["X-Timestamp"] = f"{frame.taken_at:.6f}"
    return response


@require_POST
def power(request: HttpRequest, slug: str) -> HttpResponse:
    """Staff switches a camera on or off."""
    camera = visible(request, slug)
    if not is_staff(request):
        return _plain(403, _("Only staff switches cameras."))
    form = PowerForm(request.POST)
    if not form.is_valid():
        return _plain(400, _("Say on=true or on=false."))
    switch(camera, on=form.cleaned_data["on"])
    return SeeOther(camera.get_absolute_url())


@require_POST
def capture(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the current picture, apply a recipe, and lead to the result."""
    camera = visible(request, slug)
    try:
        acceptance = capture_still(camera, CaptureForm(request.POST).recipe())
    except (NoPicture, RedisError):
        return _plain(503, _("This camera gives no picture at the moment. Try again soon."))
    except Refused as refusal:
        return _plain(STATUS[refusal.code], message_of(refusal))
    remember(request, acceptance)
    return SeeOther(acceptance.upload.get_absolute_url())


@require_safe
def observer(_request: HttpRequest) -> HttpResponse:
    """The program that sends a machine's cameras here, as one file."""
    response = HttpResponse(observer_pyz(), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="observer.pyz"'
    return response


@csrf_exempt  # a bearer token needs none; without one, access.pushed_to checks it
@require_POST
def frames(request: HttpRequest, slug: str) -> HttpResponse:
    """A frame that is pushed to a camera."""
    try:
        camera = pushed_to(request, slug)
    except NoToken:
        response = _error(401, "unauthorized", _("Send this camera's token as a bearer token."))
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    except WrongToken:
        return _error(403, "forbidden", _("This token is not one of this camera."))
    form = FrameForm(request.POST, request.FILES)
    if not form.is_valid():
        return _error(400, "invalid_request", form.sentence())
    return _pushed(camera, form)


def _pushed(camera: Camera, form: FrameForm) -> HttpResponse:
    try:
        push(camera, form.pushed())
    except Refused as refusal:
        status = 422 if refusal.code == "unsupported_type" else STATUS[refusal.code]
        return _error(status, refusal.code, message_of(refusal))
    except NotTaken as refusal:
        return _error(_NOT_TAKEN[refusal.code], refusal.code, str(refusal.sentence))
    except (RedisError, OperationalError):
        return _error(503, TooMany.code, str(TooMany.sentence))
    return HttpResponse(status=204)


def _plain(status: int, words: str) -> HttpResponse:
    response = HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _error(status: int, code: str, words: str) -> JsonResponse:
    response = JsonResponse({"error": {"code": code, "message": words}}, status=status)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response
