"""Pages that belong to no room: health and errors."""

import sys

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.error_answers import error_answer, trouble_answer
from core.refusals import message_for
from core.trouble import trouble_of
from gazokako.readiness import OK, readiness


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Liveness: this process answers. Asks no other part."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Where browsers look for the icon of what is no page of ours: a picture, the metrics."""
    return redirect(static("gazokako/icon.svg"))


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Readiness: 200 where every part answers, else 503; either way the state of each part."""
    parts = readiness()
    is_ready = set(parts.values()) == {OK}
    return JsonResponse(parts, status=200 if is_ready else 503)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TooManyFilesSent):
        return error_answer(request, 400, "too_many_files", message_for("too_many_files"))
    message = _("This request could not be understood, or it holds too many files or fields.")
    return error_answer(request, 400, "invalid_request", message)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_answer(request, 403, "forbidden", _("You may not do this."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    message = _("This form was open for too long or cookies are off. Go back, reload, try again.")
    return error_answer(request, 403, "forbidden", message)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = _("There is nothing here. It may have expired or been deleted.")
    return error_answer(request, 404, "not_found", message)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the error says that a part of the site is away, 500 for everything else.

    Django calls this while it handles the exception of a view or a middleware, or of ninja's API.
    """
    error = sys.exc_info()[1]
    trouble = trouble_of(error)
    if error is not None and trouble is not None:
        return trouble_answer(request, trouble, error)
    message = _("Something went wrong on our side. It was noted; please try again in a moment.")
    return error_answer(request, 500, "internal", message)
