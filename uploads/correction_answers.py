"""How the result page answers a correction."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse

from core.http import HtmxRequest, SeeOther
from core.refusals import STATUS, message_of
from processing.refusal import Refused
from uploads.models import Upload


def answer(request: HtmxRequest, upload: Upload, correct: Callable[[], None]) -> HttpResponse:
    """Carry it out, then show the page, which says what was wrong.

    A script (HX-Request) gets 204 instead of the page, or the sentence about what is wrong.
    """
    try:
        correct()
    except Refused as refusal:
        if request.htmx:
            sentence = message_of(refusal)
            return HttpResponse(sentence, status=STATUS[refusal.code], content_type="text/plain")
        messages.error(request, message_of(refusal))
    return HttpResponse(status=204) if request.htmx else SeeOther(upload.get_absolute_url())
