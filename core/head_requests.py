"""HEAD below /api/: answered as GET; the server leaves the body away (RFC 9110, 9.3.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.error_answers import is_for_a_program

View = Callable[[HttpRequest], HttpResponse]


def head_as_get(get_response: View) -> View:
    """The API's routes know GET only; Django's own views answer HEAD themselves."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD" or not is_for_a_program(request):
            return get_response(request)
        request.method = "GET"
        try:
            return get_response(request)
        finally:
            request.method = "HEAD"

    return middleware
