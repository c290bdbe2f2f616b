"""Pictures out, for players and programs, and pictures in, from programs and phones."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from redis.exceptions import RedisError

from cameras.ingest.pushed_frames import Backlogged, FrameRejected, push
from cameras.live.admission import HEADER, live_header
from cameras.live.frame_buffer import EncodedFrame, newest_frame
from cameras.live.frame_requests import TooManyWaiting, fresh_frame
from cameras.models import Camera
from cameras.web.access import NoToken, WrongToken, pushed_to, visible
from cameras.web.frame_form import FrameForm
from cameras.web.presentation import present
from core.refusals import STATUS, message_for, message_of
from core.stored_files import StorageTrouble
from core.transient import TRANSIENT
from processing.refusal import Refused
from uploads.counts import count_refusals

_SNAPSHOT_WITHIN_S = 4.0
_NOT_TAKEN = {
    "not_now": 409,
    "replayed": 409,
    "out_of_time": 400,
    "file_too_large": 413,
    "busy": 503,
}


@require_safe
def stream(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The live picture. This only says who may watch; cameras.live.streaming writes the frames."""
    camera = visible(request, slug)
    if not camera.is_on:
        return _unavailable(_("This camera is switched off."))
    response = HttpResponse(content_type="multipart/x-mixed-replace; boundary=frame")
    for_everyone = camera.visibility != Camera.Visibility.PRIVATE
    admitted = live_header(camera.pk, camera.version, for_everyone=for_everyone)
    response.headers[HEADER] = admitted
    return response


@require_safe
def snapshot(request: HttpRequest, slug: str) -> HttpResponse:
    """One fresh JPEG; 503 and the reason where there is none."""
    camera = visible(request, slug)
    if not camera.is_on:
        return _unavailable(_("This camera is switched off."))
    try:
        frame = fresh_frame(camera.pk, camera.version, _SNAPSHOT_WITHIN_S)
    except TooManyWaiting:
        return _unavailable(message_for("busy"))
    except RedisError:
        frame = None
    if frame is None:
        return _unavailable(present(camera).sentence or _("This camera has no picture yet."))
    return _jpeg(frame)


@require_safe
def last(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest JPEG there is, however old, or 204, at once: pages ask every few seconds."""
    camera = visible(request, slug)
    try:
        frame = newest_frame(camera.pk, camera.version) if camera.is_on else None
    except RedisError:
        frame = None
    return HttpResponse(status=204) if frame is None else _jpeg(frame)


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
    form = FrameForm.of(request)
    if not form.is_valid():
        return _error(400, "invalid_request", form.sentence())
    return _pushed(camera, form)


def _pushed(camera: Camera, form: FrameForm) -> HttpResponse:
    try:
        push(camera, form.pushed())
    except Refused as refusal:
        count_refusals(refusal.codes)
        status = 422 if refusal.code == "unsupported_type" else STATUS[refusal.code]
        return _error(status, refusal.code, message_of(refusal))
    except FrameRejected as refusal:
        count_refusals([refusal.code])
        return _error(_NOT_TAKEN[refusal.code], refusal.code, str(refusal.sentence))
    except (RedisError, StorageTrouble, *TRANSIENT):
        return _error(503, Backlogged.code, str(Backlogged.sentence))
    return HttpResponse(status=204)


def _jpeg(frame: EncodedFrame) -> HttpResponse:
    response = HttpResponse(frame.jpeg, content_type="image/jpeg")
    response.headers["X-Timestamp"] = f"{frame.taken_at:.6f}"
    return response


def _unavailable(words: str) -> HttpResponse:
    response = HttpResponse(f"{words}\n", status=503, content_type="text/plain; charset=utf-8")
    response.headers["Retry-After"] = "5"
    return response


def _error(status: int, code: str, words: str) -> JsonResponse:
    response = JsonResponse({"error": {"code": code, "message": words}}, status=status)
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response
