"""The JSON API's root: its documents, and one shape for every error."""

from django.core.exceptions import ObjectDoesNotExist, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from cameras.web.api import router as cameras_router
from core.error_answers import error_json, with_retry_after
from core.rate_limits import RateLimited
from core.refusals import STATUS, message_for, message_of
from gazokako.rate_limiting import too_many
from processing.refusal import Refused
from recordings.web.api import router as recordings_router
from uploads.api import router as uploads_router
from uploads.counts import count_refusals

api = NinjaAPI(
    title="gazokako",
    version="1",
    description="Hide faces and otherwise make pictures safe to share; watch cameras.",
    urls_namespace="api",
)
api.add_router("", uploads_router)
api.add_router("", cameras_router)
api.add_router("", recordings_router)


def refuse(request: HttpRequest, code: str, message: str) -> HttpResponse:
    """An error in the API's shape; the code decides the status."""
    response = api.create_response(request, error_json(code, message), status=STATUS[code])
    return with_retry_after(response, code)


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    count_refusals(refusal.codes)
    return refuse(request, refusal.code, message_of(refusal))


@api.exception_handler(RateLimited)
def on_rate_limited(request: HttpRequest, limited: RateLimited) -> HttpResponse:
    return too_many(request, limited.name, limited.wait_s)


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def on_not_found(request: HttpRequest, _error: Exception) -> HttpResponse:
    return refuse(request, "not_found", message_for("not_found"))


@api.exception_handler(TooManyFilesSent)
def on_too_many_files(request: HttpRequest, _error: TooManyFilesSent) -> HttpResponse:
    return refuse(request, "too_many_files", message_for("too_many_files"))


@api.exception_handler(HttpError)
def on_unreadable_body(request: HttpRequest, _error: HttpError) -> HttpResponse:
    return refuse(request, "invalid_request", message_for("invalid_request"))


@api.exception_handler(ValidationError)
def on_validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What ninja finds wrong before our own code is asked, under our codes."""
    first = error.errors[0]
    place = str(first["loc"][-1])
    code = {"files": "empty_file", "recipe": "invalid_recipe"}.get(place, "invalid_request")
    message = message_for("empty_file") if place == "files" else f"{place}: {first['msg']}"
    return refuse(request, code, message)
