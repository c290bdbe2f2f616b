"""Answers with an error: JSON in the API's shape below /api/, a page everywhere else."""

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.refusals import RETRY_AFTER_S, STATUS, message_for
from core.sent_form import sent_form_of
from core.trouble import DATABASE, REDIS, STORAGE, Trouble

logger = logging.getLogger(__name__)

_PASSING = (408, 429, 500, 503)
"""After these the same request may go through a moment later."""


def error_answer(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    """An error in the form its reader understands, with Retry-After where trying again helps."""
    response: HttpResponse
    if is_for_a_program(request):
        response = JsonResponse(error_json(code, message), status=status)
    elif status < 500:
        context = error_context(request, status, message)
        response = render(request, "error.html", context, status=status)
    else:
        response = HttpResponse(error_page(request, status, message), status=status)
    return with_retry_after(response, code)


def trouble_answer(request: HttpRequest, trouble: Trouble, error: BaseException) -> HttpResponse:
    """503 for a part that is away, with a line in the log that names it."""
    logger.warning("trouble with %s: %s", trouble.part, error)
    if trouble == DATABASE and hasattr(request, "session"):
        request.session.modified = False  # saving it would wait for the database once more
    with translation.override(translation.get_language_from_request(request)):
        message = trouble_message(trouble)
        return error_answer(request, STATUS[trouble.code], trouble.code, message)


def trouble_message(trouble: Trouble) -> str:
    """The sentence for a visitor whose request failed because a part is away."""
    if trouble in (DATABASE, REDIS):
        return _("A part of this site does not answer. Please try again in a few seconds.")
    if trouble == STORAGE:
        return _("The storage for pictures does not answer. Please try again in a minute.")
    return message_for(trouble.code)


def is_for_a_program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def error_json(code: str, message: str) -> dict[str, dict[str, str]]:
    """The shape of `core.api_errors.ErrorAnswer`."""
    return {"error": {"code": code, "message": message}}


def error_page(request: HttpRequest, status: int, message: str) -> str:
    """The page without what needs the database: session, user and messages of the request."""
    return render_to_string("error.html", error_context(request, status, message))


def error_context(request: HttpRequest, status: int, message: str) -> dict[str, object]:
    """What the page of an error shows: the sentence, and the ways on that may help."""
    may_repeat = status in _PASSING
    is_asking = request.method in ("GET", "HEAD")
    return {
        "message": message,
        "status": status,
        "again": request.get_full_path() if may_repeat and is_asking else "",
        "sent": sent_form_of(request) if may_repeat else None,
    }


def with_retry_after(response: HttpResponse, code: str) -> HttpResponse:
    """The same response; for some codes it says after how many seconds to try again."""
    if code in RETRY_AFTER_S:
        response.headers["Retry-After"] = str(RETRY_AFTER_S[code])
    return response
